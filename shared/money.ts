import * as numbersText from './text/numbers.ts'

/**
 * Money is integer cents, quantities integer hundredths (domain.md 1.4). No floating point anywhere
 * in between.
 */

/** Limits of domain.md 1.4: quantity 0–99.999,99, rate 0–9.999,99, row at most € 9.999.999,99. */
export const limits = {
  quantityHundredths: 9_999_999,
  rateCents: 999_999,
  amountCents: 999_999_999,
  count: 9_999_999,
} as const

/**
 * Rounds numerator / denominator half away from zero, exactly.
 * BigInt because hundredths times cents can pass 2^53 with input that is not yet refused.
 */
function divideRounded(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n
  const magnitude = negative ? -numerator : numerator
  const rounded = (magnitude * 2n + denominator) / (denominator * 2n)
  return Number(negative ? -rounded : rounded)
}

/**
 * Cents of hundredths times a rate in cents: one line of a budget (Z11). Rounded per row, half away
 * from zero.
 */
export function lineCents(quantityHundredths: number, rateCents: number): number {
  return divideRounded(BigInt(quantityHundredths) * BigInt(rateCents), 100n)
}

export type ParsedNumber =
  | { kind: 'empty' }
  | { kind: 'number'; hundredths: number }
  /** `nvt` typed into a cell. */
  | { kind: 'notApplicable' }
  | { kind: 'refused'; message: string; suggestion?: string }

const dutchNumber = /^(-)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}|[-–—]))?$/
const dotDecimal = /^(-)?(\d+)\.(\d{1,2})$/
/**
 * English notation, if it can't be anything else: `1,234.56`, `1,234,567`. `1,255` may be a Dutch
 * number with three decimals, so nothing is suggested for it.
 */
const englishNumber =
  /^(-)?([1-9]\d{0,2}(?:,\d{3})+(?=\.)|[1-9]\d{0,2}(?:,\d{3}){2,})(?:\.(\d{1,2}))?$/
const clockTime = /^(\d{1,3})[:u](\d{2})(?:u|uur)?$/i

/**
 * Reads a number as people in the Netherlands type it, in hundredths: `12,5` · `1.234,56` · `€ 5,-`
 * · `1.234` (= 1234). `12.5` is refused with "Bedoelt u 12,5?": read as 125 it would be ten times
 * too high, and nobody would see it.
 */
export function parseDutchNumber(
  input: string,
  { isHours = false }: { isHours?: boolean } = {},
): ParsedNumber {
  const text = input.replace(/[\s\u00a0\u202f]+/g, ' ').trim()
  if (text === '') return { kind: 'empty' }
  if (/^n\.?v\.?t\.?$/i.test(text)) return { kind: 'notApplicable' }
  const bare = text
    .replace(/^(-?)\s?€\s?/, '$1')
    .replace(/^€?\s?(-)\s/, '$1')
    .replace(/ /g, '')

  const match = dutchNumber.exec(bare)
  if (match !== null) {
    const [, sign, whole = '', decimals = ''] = match
    const fraction = /^\d+$/.test(decimals) ? Number(decimals.padEnd(2, '0')) : 0
    const hundredths = Number(whole.replaceAll('.', '')) * 100 + fraction
    if (!Number.isSafeInteger(hundredths)) return { kind: 'refused', message: numbersText.tooLarge }
    // `-0` would print as € -0,00.
    return {
      kind: 'number',
      hundredths: sign === '-' && hundredths !== 0 ? -hundredths : hundredths,
    }
  }
  const hours = isHours ? hoursOf(bare) : null
  if (hours !== null)
    return {
      kind: 'refused',
      message: numbersText.isTime(input.trim()),
      suggestion: formatHundredths(hours),
    }
  const dot = dotDecimal.exec(bare)
  if (dot !== null) return suggest(input, `${dot[1] ?? ''}${dot[2]},${dot[3]}`)
  const english = englishNumber.exec(bare)
  if (english !== null)
    return suggest(
      input,
      `${english[1] ?? ''}${(english[2] ?? '').replaceAll(',', '.')}${english[3] === undefined ? '' : `,${english[3]}`}`,
    )
  if (/,\d{3,}$/.test(bare)) return { kind: 'refused', message: numbersText.tooManyDecimals }
  return { kind: 'refused', message: numbersText.noNumber(text) }
}

/** Hundredths of an hour in `1:30`, `1u30` or `90 min`; null for anything else. */
function hoursOf(bare: string): number | null {
  const [, hours, minutes] = clockTime.exec(bare) ?? []
  const alone = /^(\d{1,5})min(?:uten)?$/i.exec(bare)?.[1]
  if (alone !== undefined) return divideRounded(BigInt(alone) * 100n, 60n)
  if (hours === undefined || minutes === undefined || Number(minutes) > 59) return null
  return Number(hours) * 100 + divideRounded(BigInt(minutes) * 100n, 60n)
}

function suggest(input: string, suggestion: string): ParsedNumber {
  return { kind: 'refused', message: numbersText.notDutch(input.trim()), suggestion }
}

function group(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, '.')
}

/**
 * `1234` hundredths as `12,34`; trailing zeros are left out unless `decimals` is 2: a quantity
 * reads `12,5`.
 */
export function formatHundredths(
  hundredths: number,
  options: { decimals?: 'trim' | 'two' } = {},
): string {
  const magnitude = Math.abs(hundredths)
  const whole = group(String(Math.floor(magnitude / 100)))
  const fraction = String(magnitude % 100).padStart(2, '0')
  const decimals = options.decimals === 'two' ? fraction : fraction.replace(/0+$/, '')
  const sign = hundredths < 0 ? '-' : ''
  return `${sign}${whole}${decimals === '' ? '' : `,${decimals}`}`
}

/** `€ 1.234,56` with a no-break space; negative `€ -12,50` (T17); never `€ -0,00`. */
export function formatEuro(cents: number): string {
  return `€\u00a0${formatHundredths(cents, { decimals: 'two' })}`
}

/** A whole number with thousands dots. */
export function formatCount(count: number): string {
  return `${count < 0 ? '-' : ''}${group(String(Math.abs(count)))}`
}

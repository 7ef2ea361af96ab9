import { months } from '#shared/dates.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import { formatEuro, limits, parseDutchNumber } from '#shared/money.ts'
import type { CellValue } from '#shared/plan/content.ts'

/** A value of the file, or the reason why it is not one: never guessed (domain.md 1.4). */
export type Read<T = CellValue> = { kind: 'ok'; value: T } | { kind: 'bad'; why: string }

export const ok = <T>(value: T): Read<T> => ({ kind: 'ok', value })
export const bad = (why: string): Read<never> => ({ kind: 'bad', why })

/** Zero in accounting notation: nothing was filled in. */
const emptyAmount = /^€?\s*[-–—]+$/

type Range = { min: number; max: number }
export const amountRange: Range = { min: -limits.amountCents, max: limits.amountCents }
export const rateRange: Range = { min: 0, max: limits.rateCents }
export const quantityRange: Range = { min: 0, max: limits.quantityHundredths }

/** Hundredths from a text, in the notations that Dutch users type. */
export function readHundredths(
  text: string,
  range: Range,
): Read<number | typeof notApplicable | null> {
  if (emptyAmount.test(text.trim())) return ok(null)
  const parsed = parseDutchNumber(text, { isHours: range === quantityRange })
  switch (parsed.kind) {
    case 'empty':
      return ok(null)
    case 'notApplicable':
      return ok(notApplicable)
    case 'refused':
      return bad(
        parsed.suggestion === undefined
          ? parsed.message
          : `${parsed.message} Bedoelt u ${parsed.suggestion}?`,
      )
    case 'number':
      return within(parsed.hundredths, range)
  }
}

/** Hundredths from a number in a sheet, which is a binary fraction. */
export function hundredthsOf(value: number, range: Range): Read<number> {
  const hundredths = Math.round(value * 100)
  if (!Number.isSafeInteger(hundredths)) return bad('Dit getal is te groot.')
  if (Math.abs(value * 100 - hundredths) > 1e-6 * Math.max(1, Math.abs(hundredths)))
    return bad('Dit getal heeft meer dan twee cijfers achter de komma. Rond het zelf af.')
  return within(hundredths === 0 ? 0 : hundredths, range)
}

function within(hundredths: number, { min, max }: Range): Read<number> {
  if (hundredths < min) return bad('Dit getal mag niet negatief zijn.')
  return hundredths > max
    ? bad(`Dit getal is te groot: hoogstens ${formatEuro(max).slice(2)}.`)
    : ok(hundredths)
}

/** A whole number: `12.678`, `12.678 inwoners`. */
export function readCount(
  text: string,
  { unit, max = limits.count }: { unit?: string | undefined; max?: number } = {},
): Read<number | null> {
  const bare =
    unit !== undefined && text.trim().toLowerCase().endsWith(unit.toLowerCase())
      ? text.trim().slice(0, -unit.length)
      : text
  const read = readHundredths(bare, { min: 0, max: max * 100 })
  if (read.kind === 'bad' || read.value === null) return read as Read<null>
  if (read.value === notApplicable || read.value % 100 !== 0) return bad('Dit is geen heel getal.')
  return ok(read.value / 100)
}

/** `9 maart 2026`, `09-03-2026`, `9/3/2026`, `2026-03-09`. */
export function readDate(text: string): Read<string | null> {
  const bare = text.replace(/\s+/g, ' ').trim().toLowerCase()
  if (bare === '') return ok(null)
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(bare)
  if (iso !== null) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const digits = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(bare)
  if (digits !== null) return dateOf(Number(digits[3]), Number(digits[2]), Number(digits[1]))
  const words = /^(\d{1,2}) ([a-z]+)\.? (\d{4})$/.exec(bare)
  const month =
    words === null
      ? -1
      : months.findIndex(
          (name) =>
            name === words[2] ||
            (name.slice(0, 3) === words[2] && name !== 'maart') ||
            (name === 'maart' && words[2] === 'mrt'),
        )
  if (words !== null && month >= 0) return dateOf(Number(words[3]), month + 1, Number(words[1]))
  return bad('Dit is geen datum met dag, maand en jaar. Schrijf bijvoorbeeld 9 maart 2026.')
}

function dateOf(year: number, month: number, day: number): Read<string> {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal =
    year >= 1900 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day
  return isReal ? ok(date.toISOString().slice(0, 10)) : bad('Deze datum bestaat niet.')
}

import { readable } from './readable-digits.ts'

/**
 * Detects likely citizen service numbers (BSN): a wijkplan has no legal ground to contain one
 * (domain.md T6, T7). A text is normalised first and judged after that: the notation of a number
 * decides nothing. One in eleven random nine-digit numbers passes the test too, so a user may
 * declare that it is not a BSN.
 */

export type BsnMatch = { from: number; to: number }

/** Groups of digits with anything between them but letters and signs of an amount, a share or an address. */
const digitRuns = /\d+(?:[^\d\p{L}€%@]{1,5}\d+)*/gu
/** The most digits that are read as one number. */
const mostDigits = 10

/**
 * Numbers that are known to be something else. Each pattern takes complete groups of digits and
 * nothing more, so that it can't hide a number beside it.
 */
const others: readonly RegExp[] = [
  // Ids of rows and people, made by machines, whose digits mean nothing.
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  // Checksums.
  /\b(?=\d*[a-f])[0-9a-f]{32,128}\b/gi,
  // Dates, and times to the second.
  /(?<!\d)(?:0?[1-9]|[12]\d|3[01])([-/. ])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?![-/.]?\d)/g,
  /(?<!\d)(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?![-/.]?\d)/g,
  /(?<![\d:])\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?![:.]?\d)/g,
  // Amounts: with a euro sign, or with decimals behind a comma.
  /€ ?-? ?\d{1,3}(?:\.\d{3})*(?:,(?:\d{1,2}|-+))?(?![.,]?\d)/g,
  /(?<!\d)(?:\d{1,3}(?:[. ]\d{3})*|\d+),(?:\d{1,2}(?![\d,])|-(?!\d))/g,
  /(?<!\d)\d{1,3}(?:,\d{3})+\.\d{2}(?!\d)/g,
  // Telephone numbers abroad, of ten digits or more with the country.
  /(?:(?<!\d)\+|(?<!\d)00) ?[1-9](?:[ .()/-]{0,3}\d){9,14}(?!\d)/g,
]
const telephone = /(?<!\d)\(?0[1-9](?:[ .()/-]{0,3}\d){8}(?!\d)/g

/**
 * Eight digits are a BSN without its leading zero only if the text says so; otherwise a date, a KvK
 * or AGB number.
 */
const namedBefore = /(?:b\.?s\.?n|burger\s?service\s?nummer|sofi-?\s?nummer)[^\d\n]{0,20}$/i
/** Right before ten digits, which are a telephone number otherwise. */
const namedDirectly = /(?:bsn|nummer)(?: is)?[^\d\n\p{L}]{0,4}$/iu
const namedAfter = /^[^\d\n\p{L}]{0,3}(?:bsn|burger\s?servicenummer)\b/iu
/** How people group nine digits; in a longer row of numbers only these count. */
const usualGroupings = new Set(['3-3-3', '4-2-3'])

export function findBsn(text: string): BsnMatch[] {
  if (!/\p{N}/u.test(text)) return []
  const read = readable(text)
  const known = masked(read.text)
  return [...known.matchAll(digitRuns)]
    .flatMap((run) => findInRun(known, run[0], run.index))
    .map(({ from, to }) => read.rangeOf(from, to))
}

export function hasBsn(text: string): boolean {
  return findBsn(text).length > 0
}

/**
 * Replaces known other numbers by letters of the same length, which separate the numbers around
 * them.
 */
function masked(text: string): string {
  const hide = (match: string) => '_x'.repeat(match.length).slice(0, match.length)
  const isTelephone = (match: string) => {
    const groups = match.match(/\d+/g)?.map((group) => group.length) ?? []
    return !groups.includes(9) && (groups[0] ?? 0) > 1 && (groups.at(-1) ?? 0) > 1
  }
  return others
    .reduce((rest, other) => rest.replace(other, hide), text)
    .replace(telephone, (match, at: number) =>
      isTelephone(match) && !isNamedDirectly(text, at) ? hide(match) : match,
    )
}

function isNamedDirectly(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 50), at)
  return namedDirectly.test(before) && namedBefore.test(before)
}

type Group = { digits: string; from: number; to: number; separator: string }

function findInRun(text: string, run: string, start: number): BsnMatch[] {
  const groups = groupsOf(run, start)
  const found: BsnMatch[] = []
  for (let first = 0; first < groups.length; first++) {
    const taken: Group[] = []
    for (const group of groups.slice(first, first + mostDigits)) {
      taken.push(group)
      const digits = taken.map((one) => one.digits).join('')
      if (digits.length > mostDigits) break
      if (!isCandidate(text, taken, groups.length) || !passesElevenTest(digits)) continue
      found.push({ from: taken[0]?.from ?? group.from, to: group.to })
      first += taken.length - 1
      break
    }
  }
  return found
}

function isCandidate(text: string, taken: readonly Group[], groupsInRun: number): boolean {
  const lengths = taken.map((group) => group.digits.length)
  const length = lengths.reduce((sum, digits) => sum + digits, 0)
  const [first] = taken
  const last = taken.at(-1)
  if (first === undefined || last === undefined || length < 8) return false
  if (length === 9) {
    if (taken.length === 1 || usualGroupings.has(lengths.join('-'))) return true
    if (taken.length === groupsInRun && isOneNumber(taken)) return true
  }
  const isPlain = taken.length === 1 || taken.length === groupsInRun
  return (
    isPlain &&
    (length < 10 || first.digits.startsWith('0')) &&
    (namedBefore.test(text.slice(Math.max(0, first.from - 50), first.from)) ||
      namedAfter.test(text.slice(last.to, last.to + 30)))
  )
}

/**
 * True if separate groups read as one number: with one separator throughout, or single characters
 * each time. 1922256.25 is a number with decimals, and nobody writes a BSN like that.
 */
function isOneNumber(taken: readonly Group[]): boolean {
  const separators = taken.slice(1).map((group) => group.separator)
  if (separators.some((separator) => /[\n\r]/.test(separator))) return false
  if (taken.some((group) => group.digits.length > 5)) return false
  return (
    new Set(separators).size === 1 ||
    (separators.every((separator) => separator.length === 1) &&
      taken.every((group) => group.digits.length > 1))
  )
}

/** Weights 9 to 2, and -1 for the last of nine digits; the sum is divisible by eleven. */
function passesElevenTest(written: string): boolean {
  const digits = written.padStart(9, '0').slice(-9)
  if (/^0+$/.test(digits)) return false
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index),
    0,
  )
  return sum % 11 === 0
}

function groupsOf(run: string, start: number): Group[] {
  return [...run.matchAll(/(\D*)(\d+)/g)].map((match) => {
    const [whole, separator = '', digits = ''] = match
    const to = start + match.index + whole.length
    return { digits, from: to - digits.length, to, separator }
  })
}

/**
 * Finds what looks like a citizen service number (BSN): a wijkplan has no ground in law to hold one (domain.md T6, T7).
 * One random number of nine digits in eleven passes the test too, so a person may answer that it is none.
 */

export type BsnMatch = { from: number; to: number }

/** Digits in groups, one separator between two groups: written together, or as 123 456 782 or 1234.56.782. */
const digitRuns = /\d+(?:[ .\u00a0\u202f\u2013-]\d+)*/g
/** Ids of rows and people, made by machines, whose digits mean nothing. */
const machineIds = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi
/** Eight digits are a BSN with its leading zero left out only where someone says so; else a date, a KvK or AGB number. */
const namedBefore = /(?:bsn|burger\s?servicenummer|sofi-?\s?nummer)[^\d\n]{0,20}$/i
const namedAfter = /^[^\d\n\p{L}]{0,3}(?:bsn|burger\s?servicenummer)\b/iu
/** How people group nine digits; in a longer row of numbers only these count. */
const usualGroupings = new Set(['3-3-3', '4-2-3'])

export function findBsn(text: string): BsnMatch[] {
  const readable = text.replace(machineIds, (id) => '_'.repeat(id.length))
  return [...readable.matchAll(digitRuns)].flatMap((run) => findInRun(readable, run[0], run.index))
}

export function hasBsn(text: string): boolean {
  return findBsn(text).length > 0
}

type Group = { digits: string; from: number; to: number; separator: string }

function findInRun(text: string, run: string, start: number): BsnMatch[] {
  if (isPhoneAbroad(text, run, start) || isAmount(text, start + run.length)) return []
  const groups = groupsOf(run, start)
  const found: BsnMatch[] = []
  for (let first = 0; first < groups.length; first++) {
    const taken: Group[] = []
    for (const group of groups.slice(first, first + 9)) {
      taken.push(group)
      const digits = taken.map((one) => one.digits).join('')
      if (digits.length > 9) break
      if (!isCandidate(text, taken, groups.length) || !passesElevenTest(digits.padStart(9, '0')))
        continue
      found.push({ from: taken[0]?.from ?? group.from, to: group.to })
      first += taken.length - 1
      break
    }
  }
  return found
}

function isCandidate(text: string, taken: readonly Group[], groupsInRun: number): boolean {
  const length = taken.reduce((sum, group) => sum + group.digits.length, 0)
  const [first] = taken
  const last = taken.at(-1)
  if (first === undefined || last === undefined) return false
  const separators = new Set(taken.slice(1).map((group) => group.separator))
  if (separators.size > 1) return false
  // 1922256.25 is a number with decimals: nobody cuts a BSN into such pieces.
  const isWhole =
    taken.length === groupsInRun &&
    taken.every((group) => group.digits.length <= 5 || taken.length === 1)
  if (length === 9)
    return (
      taken.length === 1 ||
      isWhole ||
      usualGroupings.has(taken.map((group) => group.digits.length).join('-'))
    )
  return (
    length === 8 &&
    (isWhole || taken.length === 1) &&
    (namedBefore.test(text.slice(Math.max(0, first.from - 50), first.from)) ||
      namedAfter.test(text.slice(last.to, last.to + 30)))
  )
}

/** Weights 9 to 2, and -1 for the last digit; the sum is divisible by eleven. */
function passesElevenTest(digits: string): boolean {
  if (/^0+$/.test(digits)) return false
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index),
    0,
  )
  return sum % 11 === 0
}

function groupsOf(run: string, start: number): Group[] {
  return [...run.matchAll(/(\D?)(\d+)/g)].map((match) => {
    const [whole, separator = '', digits = ''] = match
    const to = start + match.index + whole.length
    return { digits, from: to - digits.length, to, separator }
  })
}

function isPhoneAbroad(text: string, run: string, start: number): boolean {
  return text[start - 1] === '+' || (/^00[1-9]/.test(run) && run.replace(/\D/g, '').length > 9)
}

/** `123.456.782,50` is money. */
function isAmount(text: string, end: number): boolean {
  return /^,(?:\d{1,2}(?!\d)|-)/.test(text.slice(end, end + 4))
}

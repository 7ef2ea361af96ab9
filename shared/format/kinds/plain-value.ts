import { z } from 'zod'

/** A cell that does not apply to its row (Z13): not empty, not zero. */
export const notApplicable = 'nvt'

export const PlainValueSchema = z.union([z.string(), z.int(), z.null()])
export type PlainValue = z.infer<typeof PlainValueSchema>

/**
 * A value read from a document; `bad` if it is invalid (then it reads as empty and is reported).
 */
export type ReadValue = { kind: 'ok'; value: PlainValue } | { kind: 'bad' }

const ok = (value: PlainValue): ReadValue => ({ kind: 'ok', value })
const bad: ReadValue = { kind: 'bad' }

/** Longer than any single line a person types; prevents a client from storing a book in a cell. */
const maxLineLength = 10_000

export function readLine(raw: unknown): ReadValue {
  if (typeof raw !== 'string' || raw.length > maxLineLength) return bad
  // A single line: line ends and control characters come only from a paste or a hostile client.
  return ok(raw.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(/\p{Cc}/gu, ''))
}

export function readChoice(raw: unknown, options: readonly string[]): ReadValue {
  return typeof raw === 'string' && options.includes(raw) ? ok(raw) : bad
}

/** The id of a row. Existence of the row is not checked: it may be restored, or arrive later. */
export function readRowId(raw: unknown): ReadValue {
  return typeof raw === 'string' && raw.length <= 64 ? ok(raw) : bad
}

type Range = { min: number; max: number }

export function readInteger(raw: unknown, { min, max }: Range): ReadValue {
  return typeof raw === 'number' && Number.isInteger(raw) && raw >= min && raw <= max
    ? ok(raw === 0 ? 0 : raw)
    : bad
}

/** The same for a cell that may be marked as not applicable. */
export function readFactor(raw: unknown, range: Range): ReadValue {
  return raw === notApplicable ? ok(notApplicable) : readInteger(raw, range)
}

const daysInMonth = (year: number, month: number) =>
  [
    31,
    (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ][month - 1] ?? 0

/** An existing ISO date: 2026-02-30 is invalid and not 2 March. */
export function isIsoDate(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

export function readDate(raw: unknown): ReadValue {
  return isIsoDate(raw) ? ok(raw) : bad
}

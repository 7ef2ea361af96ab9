import type { Column } from '../format/columns.ts'
import type { ValueDefinition } from '../format/lookup.ts'
import { limits } from '../money.ts'
import { notApplicable, type PlainValue } from './content.ts'

/** A value read from a document: what it is, or that it can't be (then it reads as empty and is reported). */
export type ReadValue = { kind: 'ok'; value: PlainValue } | { kind: 'bad' }

const ok = (value: PlainValue): ReadValue => ({ kind: 'ok', value })
const bad: ReadValue = { kind: 'bad' }

/** Longer than any single line a person types; keeps a client from hiding a book in a cell. */
const maxLineLength = 10_000

/** Reads a plain cell (not rich text, not computed) by its column. */
export function readCell(column: Column, raw: unknown): ReadValue {
  if (raw === undefined || raw === null || raw === '') return ok(null)
  switch (column.kind) {
    case 'line':
      return readLine(raw)
    case 'choice':
      return readChoice(
        raw,
        column.options.map((option) => option.id),
      )
    case 'date':
      return readDate(raw)
    case 'reference':
      return typeof raw === 'string' && raw.length <= 64 ? ok(raw) : bad
    case 'count':
      return raw === notApplicable ? ok(notApplicable) : readInteger(raw, 0, column.max)
    case 'quantity':
      return raw === notApplicable
        ? ok(notApplicable)
        : readInteger(raw, 0, limits.quantityHundredths)
    case 'money':
      if (raw === notApplicable) return ok(notApplicable)
      return column.isRate
        ? readInteger(raw, 0, limits.rateCents)
        : readInteger(raw, -limits.amountCents, limits.amountCents)
    case 'richText':
    case 'computed':
      return bad
  }
}

/** Reads a single value of the plan. */
export function readPlainValue(definition: ValueDefinition, raw: unknown): ReadValue {
  if (raw === undefined || raw === null || raw === '') return ok(null)
  switch (definition.kind) {
    case 'line':
      return readLine(raw)
    case 'choice':
      return readChoice(raw, definition.options ?? [])
    case 'date':
      return readDate(raw)
    case 'number':
      return readInteger(raw, 0, limits.count)
    case 'money':
      return readInteger(raw, -limits.amountCents, limits.amountCents)
  }
}

function readLine(raw: unknown): ReadValue {
  if (typeof raw !== 'string' || raw.length > maxLineLength) return bad
  // A single line: line ends and control characters come only from a paste or a hostile client.
  return ok(raw.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(/\p{Cc}/gu, ''))
}

function readChoice(raw: unknown, options: readonly string[]): ReadValue {
  return typeof raw === 'string' && options.includes(raw) ? ok(raw) : bad
}

function readInteger(raw: unknown, min: number, max: number): ReadValue {
  return typeof raw === 'number' && Number.isInteger(raw) && raw >= min && raw <= max
    ? ok(raw === 0 ? 0 : raw)
    : bad
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

/** An ISO date that exists, so that 2026-02-30 does not become 2 March somewhere. */
export function isIsoDate(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

function readDate(raw: unknown): ReadValue {
  return isIsoDate(raw) ? ok(raw) : bad
}

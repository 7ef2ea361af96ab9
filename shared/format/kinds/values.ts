import { limits } from '#shared/money.ts'
import type { NumberUnit } from './column-kind.ts'
import { type ReadValue, readChoice, readDate, readInteger, readLine } from './plain-value.ts'

/** A single value of a plan: the value of one key of the root map `values`. */
export type ValueDefinition = {
  id: string
  kind: ValueKind
  label: string
  /** Ids of the options of a choice. */
  options?: readonly string[]
}

type ValueKindDefinition = {
  isFreeText: boolean
  /** The unit of its numbers; null for a value that is no number. */
  unit: NumberUnit | null
  read: (definition: ValueDefinition, raw: unknown) => ReadValue
}

export type ValueKind = 'line' | 'date' | 'number' | 'money' | 'choice'

/** Every kind of single value. A block of a form holds none, one or several of them. */
export const valueKinds: Readonly<Record<ValueKind, ValueKindDefinition>> = {
  line: { isFreeText: true, unit: null, read: (_, raw) => readLine(raw) },
  date: { isFreeText: false, unit: null, read: (_, raw) => readDate(raw) },
  number: {
    isFreeText: false,
    unit: 'count',
    read: (_, raw) => readInteger(raw, { min: 0, max: limits.count }),
  },
  money: {
    isFreeText: false,
    unit: 'cents',
    read: (_, raw) => readInteger(raw, { min: 0, max: limits.amountCents }),
  },
  choice: {
    isFreeText: false,
    unit: null,
    read: ({ options }, raw) => readChoice(raw, options ?? []),
  },
}

/** Reads a single value of the plan. An empty value is empty in every kind. */
export function readPlainValue(definition: ValueDefinition, raw: unknown): ReadValue {
  if (raw === undefined || raw === null || raw === '') return { kind: 'ok', value: null }
  return valueKinds[definition.kind].read(definition, raw)
}

export const yesNo = [
  { id: 'ja', label: 'Ja' },
  { id: 'nee', label: 'Nee' },
] as const

import {
  formatCount,
  formatEuro,
  formatHundredths,
  limits,
  parseDutchNumber,
} from '#shared/money.ts'
import type { Reading } from './draft.ts'

/** The unit of a number cell (whole numbers, hundredths or cents) and its limits (domain.md 1.4). */
export type NumberKind = {
  unit: 'count' | 'quantity' | 'money'
  min: number
  max: number
  noun: string
}

export const amountKind: NumberKind = {
  unit: 'money',
  min: -limits.amountCents,
  max: limits.amountCents,
  noun: 'bedrag',
}
/** An amount of a line that is no correction, and of a value of the plan. */
export const positiveAmountKind: NumberKind = {
  unit: 'money',
  min: 0,
  max: limits.amountCents,
  noun: 'bedrag',
}
export const rateKind: NumberKind = { unit: 'money', min: 0, max: limits.rateCents, noun: 'tarief' }
export const quantityKind: NumberKind = {
  unit: 'quantity',
  min: 0,
  max: limits.quantityHundredths,
  noun: 'aantal',
}
export const countKind: NumberKind = { unit: 'count', min: 0, max: limits.count, noun: 'aantal' }

export function showNumber(kind: NumberKind, value: number): string {
  switch (kind.unit) {
    case 'money':
      return formatEuro(value)
    case 'quantity':
      return formatHundredths(value)
    case 'count':
      return formatCount(value)
  }
}

/** Parses typed text: a value, empty, or a refusal with a sentence and, where possible, a suggestion. */
export function readNumber(kind: NumberKind, text: string): Reading<number> {
  const parsed = parseDutchNumber(text, { isHours: kind.unit === 'quantity' })
  switch (parsed.kind) {
    case 'empty':
      return { kind: 'value', value: null }
    case 'notApplicable':
      return {
        kind: 'refused',
        message: 'Hier past geen nvt. Vul een getal in of laat het leeg.',
      }
    case 'refused':
      return parsed.suggestion === undefined
        ? parsed
        : refusedUnlessPossible(kind, parsed.message, parsed.suggestion)
    case 'number':
      return withinLimits(kind, parsed.hundredths)
  }
}

/** Drops a suggestion that would be refused itself. */
function refusedUnlessPossible(
  kind: NumberKind,
  message: string,
  suggestion: string,
): Reading<number> {
  return readNumber(kind, suggestion).kind === 'value'
    ? { kind: 'refused', message, suggestion }
    : { kind: 'refused', message }
}

function withinLimits(kind: NumberKind, hundredths: number): Reading<number> {
  if (kind.unit === 'count' && hundredths % 100 !== 0)
    return { kind: 'refused', message: 'Vul een heel getal in, zonder cijfers achter de komma.' }
  const value = kind.unit === 'count' ? hundredths / 100 : hundredths
  if (value < 0 && kind.min === 0)
    return {
      kind: 'refused',
      message: `Een ${kind.noun} kan niet negatief zijn. Vul 0 of meer in.`,
    }
  if (value < kind.min)
    return {
      kind: 'refused',
      message: `Dit ${kind.noun} is te laag. Het mag niet lager zijn dan ${showNumber(kind, kind.min)}.`,
    }
  if (value > kind.max)
    return {
      kind: 'refused',
      message: `Dit ${kind.noun} is te hoog. Het mag hoogstens ${showNumber(kind, kind.max)} zijn.`,
    }
  return { kind: 'value', value }
}

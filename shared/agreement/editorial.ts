import { formOf } from '../format/form-and-year.ts'
import type { ValueKind } from '../format/kinds/values.ts'
import { tablesOf, valuesOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import type { PlanContent, Target } from '../plan/content.ts'
import { formContent } from '../plan/form-content.ts'
import { picturesIn } from '../richtext/pictures-in.ts'
import { plainText } from '../richtext/plain-text.ts'

/** A change of more than spelling. */
export type SubstantiveChange = {
  reason: 'number' | 'date' | 'table' | 'choice' | 'form'
  target: Target
}

const monthOrNumber =
  /\p{L}*\d[\p{L}\d.,:/-]*|€|%|(?<!\p{L})(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|(?:maan|dins|woens|donder|vrij|zater|zon)dag)(?!\p{L})/giu
const numberWords =
  /(?<!\p{L})(?:geen|niet|nooit|nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend|helft|kwart|halve|half|dubbel)(?!\p{L})/giu

/**
 * The differences that prevent two versions from being "redactioneel": a changed number, date,
 * answer or table cell. In running text, numbers, dates and words for them must be the same, in the
 * same order, and so must negations (geen, niet). A program can't judge whether another word
 * changes the meaning: the coordinator does, and everyone sees that the version was marked.
 */
export function findSubstantiveChanges(
  previous: PlanContent,
  current: PlanContent,
  whole: Format,
): SubstantiveChange[] {
  if (
    previous.format.id !== current.format.id ||
    previous.format.version !== current.format.version
  )
    return [{ reason: 'form', target: { kind: 'plan' } }]
  // An earlier version may hold the year too, which is no part of what was agreed.
  const format = formOf(whole)
  const [before, now] = [formContent(previous, whole), formContent(current, whole)]
  const found: SubstantiveChange[] = []
  for (const { id, kind } of valuesOf(format)) {
    const [old, fresh] = [before.values[id] ?? null, now.values[id] ?? null]
    if (old === fresh) continue
    const reason = reasons[kind]
    if (kind !== 'line' || !saysTheSame(String(old ?? ''), String(fresh ?? '')))
      found.push({ reason, target: { kind: 'value', field: id } })
  }
  for (const id of new Set([...Object.keys(before.fields), ...Object.keys(now.fields)])) {
    const words = (content: PlanContent) =>
      content.fields[id] === undefined ? '' : plainText(content.fields[id])
    const pictures = ({ fields }: PlanContent) =>
      fields[id] === undefined ? '' : [...picturesIn(fields[id])].join()
    if (!saysTheSame(words(before), words(now)) || pictures(before) !== pictures(now))
      found.push({ reason: 'number', target: { kind: 'field', field: id } })
  }
  for (const { id } of tablesOf(format))
    if (!isSame(before.tables[id] ?? [], now.tables[id] ?? []))
      found.push({ reason: 'table', target: { kind: 'table', table: id } })
  return found
}

/** The label of another single value. In a line of text only facts count: the rest is wording. */
const reasons: Readonly<Record<ValueKind, SubstantiveChange['reason']>> = {
  line: 'number',
  date: 'date',
  number: 'number',
  money: 'number',
  choice: 'choice',
}

/** Equal as JSON, independent of key order: a version is stored in canonical order. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
  )
}

function saysTheSame(before: string, now: string): boolean {
  return factsIn(before) === factsIn(now)
}

function factsIn(text: string): string {
  const spots = [...text.matchAll(monthOrNumber), ...text.matchAll(numberWords)].toSorted(
    (a, b) => a.index - b.index,
  )
  return spots.map((spot) => spot[0].toLocaleLowerCase('nl')).join(' ')
}

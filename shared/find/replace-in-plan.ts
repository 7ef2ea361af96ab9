import * as Y from 'yjs'
import { FlatText, type Point } from '../comments/flat-text.ts'
import { tableOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { limits } from '../limits.ts'
import type { PlanContent, Target } from '../plan/content.ts'
import { fieldFragment, rowCells } from '../plan/layout.ts'
import { setValue, typeCell } from '../plan/rows.ts'
import type { PlanHit } from './find-in-plan.ts'
import { foldedQuery, occurrences, type Span } from './occurrences.ts'
import { type Piece, piecesOf } from './plan-pieces.ts'

export type Replacement = {
  format: Format
  content: PlanContent
  query: string
  by: string
  /** One occurrence, instead of all. */
  only?: Pick<PlanHit, 'target' | 'index'>
  /** Whether a text may not be written as it would become, such as one with a likely BSN. */
  isHeld: (text: string) => boolean
}

/**
 * `replaced`, and the occurrences that stay: `fixed` ones are no text but a choice, a number or a date, `long` ones would make a
 * line longer than it may be, and `held` ones a text that may not be written.
 */
export type Replaced = { replaced: number; fixed: number; long: number; held: number }

/**
 * Replaces words in the texts and lines of a plan. Runs in one change of the caller. Words are found in the document itself, so
 * that nothing is written in a place where the screen only showed them a moment ago.
 */
export function replaceInPlan(doc: Y.Doc, replacement: Replacement): Replaced {
  const { format, content, query, only } = replacement
  const done: Replaced = { replaced: 0, fixed: 0, long: 0, held: 0 }
  const folded = foldedQuery(query)
  if (folded === null) return done
  for (const piece of piecesOf(format, content)) {
    if (only !== undefined && !isSame(piece.target, only.target)) continue
    const chosen = (spans: readonly Span[]) =>
      only === undefined ? spans : spans.slice(only.index, only.index + 1)
    if (piece.kind === 'shown') done.fixed += chosen(occurrences(piece.text, folded)).length
    else if (piece.kind === 'line') replaceInLine(doc, piece, { replacement, folded, chosen, done })
    else replaceInText(doc, piece, { replacement, folded, chosen, done })
  }
  return done
}

type Work = {
  replacement: Replacement
  folded: string
  chosen: (spans: readonly Span[]) => readonly Span[]
  done: Replaced
}

function replaceInLine(
  doc: Y.Doc,
  { target, text }: Piece,
  { replacement: { format, by, isHeld }, folded, chosen, done }: Work,
): void {
  const spans = chosen(occurrences(text, folded))
  if (spans.length === 0) return
  const next = withReplaced(text, spans, by).trim()
  if (next.length > limits.lineLength.max) done.long += spans.length
  else if (isHeld(next)) done.held += spans.length
  else {
    const value = next === '' ? null : next
    const { table, row, column, field } = target
    const definition = table === undefined ? undefined : tableOf(format, table)
    if (field !== undefined) setValue(doc, field, value)
    else if (definition !== undefined && row !== undefined && column !== undefined)
      typeCell(doc, definition, { row, column, value })
    done.replaced += spans.length
  }
}

function replaceInText(
  doc: Y.Doc,
  { target }: Piece,
  { replacement: { by, isHeld }, folded, chosen, done }: Work,
): void {
  const fragment = fragmentAt(doc, target)
  if (fragment === null) return
  const flat = new FlatText(fragment)
  const text = flat.words(0, flat.characters.length)
  const spans = chosen(occurrences(text, folded))
  if (spans.length === 0) return
  if (isHeld(withReplaced(text, spans, by))) {
    done.held += spans.length
    return
  }
  // From the end, so that the earlier places stay what they are.
  for (const { from, to } of spans.toReversed()) replaceSpan(flat, { from, to }, by)
  done.replaced += spans.length
}

/** The new words have the marks of the first letter that they replace. */
function replaceSpan(flat: FlatText, { from, to }: Span, by: string): void {
  const first = flat.characters[from]?.at
  if (first == null) return
  const marks = marksAt(first)
  for (const { type, index, length } of runsIn(flat, { from, to }).toReversed())
    type.delete(index, length)
  if (by !== '') first.type.insert(first.index, by, marks)
}

/** The pieces of shared texts that a span covers: a letter at a time would be as many changes. */
function runsIn(flat: FlatText, { from, to }: Span): (Point & { length: number })[] {
  const runs: (Point & { length: number })[] = []
  for (const { at } of flat.characters.slice(from, to)) {
    if (at === null) continue
    const last = runs.at(-1)
    if (last?.type === at.type && last.index + last.length === at.index) last.length += 1
    else runs.push({ ...at, length: 1 })
  }
  return runs
}

function marksAt({ type, index }: Point): Record<string, unknown> {
  let at = 0
  for (const part of type.toDelta() as { insert?: unknown; attributes?: object }[]) {
    at += typeof part.insert === 'string' ? part.insert.length : 1
    if (index < at) return { ...part.attributes }
  }
  return {}
}

function withReplaced(text: string, spans: readonly Span[], by: string): string {
  return spans
    .toReversed()
    .reduce((rest, { from, to }) => rest.slice(0, from) + by + rest.slice(to), text)
}

function fragmentAt(doc: Y.Doc, { table, row, column, field }: Target): Y.XmlFragment | null {
  if (field !== undefined) return fieldFragment(doc, field)
  if (table === undefined || row === undefined || column === undefined) return null
  const cell = rowCells(doc, table, row)?.get(column)
  return cell instanceof Y.XmlFragment ? cell : null
}

function isSame(one: Target, other: Target): boolean {
  return (
    one.field === other.field &&
    one.table === other.table &&
    one.row === other.row &&
    one.column === other.column
  )
}

import * as Y from 'yjs'
import type { Column } from '#shared/format/columns.ts'
import { notApplicable, type PlainValue } from '#shared/format/kinds/plain-value.ts'
import type { ValueDefinition } from '#shared/format/kinds/values.ts'
import { tablesOf, valuesOf } from '#shared/format/lookup.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import { removedCell, rowCells } from '#shared/plan/layout.ts'
import { addRow, moveRow, removeRow, restoreRow, setCell, setValue } from '#shared/plan/rows.ts'
import type { Random } from '../support/random.ts'
import {
  ancestors,
  boundaries,
  fragmentsOf,
  plainText,
  rowIds,
  textsUnder,
  tokensAt,
  tokensIn,
} from './texts.ts'

/** The fate of the tokens that an edit touched, for the check at the end. */
export type TokenBook = {
  fresh(): string
  /** A token was typed inside these elements. */
  typed(token: string, inside: string[]): void
  /** Tokens that were deleted or cut in two. */
  touched(tokens: string[]): void
  /** An element was deleted, with any text that others type in it. */
  deleted(element: string): void
}
export type EditContext = {
  doc: Y.Doc
  format: Format
  random: Random
  book: TokenBook
  freshId: () => string
}

/** Edits of a plan as the editor and the tables make them. Each returns whether it was possible. */
export const edits = {
  type(context: EditContext): boolean {
    const { random, book } = context
    const fragment = pickFragment(context)
    const text = random.pick(textsUnder(fragment))
    const token = book.fresh()
    if (text === undefined) insertBlock(context, fragment, token)
    else {
      const plain = plainText(text)
      // Sometimes inside a token of another client.
      const at = random.chance(0.9)
        ? (random.pick(boundaries(plain)) ?? 0)
        : random.below(plain.length + 1)
      book.touched(tokensAt(plain, at, at))
      text.insert(at, token)
      book.typed(token, ancestors(text))
    }
    return true
  },

  paragraph(context: EditContext): boolean {
    insertBlock(context, pickFragment(context), context.book.fresh())
    return true
  },

  deleteText({ doc, format, random, book }: EditContext): boolean {
    const text = random.pick(fragmentsOf(doc, format).flatMap(textsUnder))
    if (text === undefined || text.length === 0) return false
    const from = random.below(text.length)
    const length = random.between(1, Math.min(12, text.length - from))
    book.touched(tokensAt(plainText(text), from, from + length))
    text.delete(from, length)
    return true
  },

  deleteBlock({ doc, format, random, book }: EditContext): boolean {
    const fragment = random.pick(
      fragmentsOf(doc, format).filter((candidate) => candidate.length > 0),
    )
    if (fragment === undefined) return false
    const at = random.below(fragment.length)
    const block = fragment.get(at)
    book.touched(tokensIn(plainText(block)))
    const [own] = ancestors(block as Y.XmlElement)
    if (own !== undefined) book.deleted(own)
    fragment.delete(at, 1)
    return true
  },

  mark({ doc, format, random }: EditContext): boolean {
    const text = random.pick(fragmentsOf(doc, format).flatMap(textsUnder))
    if (text === undefined || text.length === 0) return false
    const from = random.below(text.length)
    const length = random.between(1, text.length - from)
    const mark = random.pick(['bold', 'italic', 'link'] as const) ?? 'bold'
    const value = random.chance(0.3)
      ? null
      : mark === 'link'
        ? { href: `https://voorbeeld.nl/${random.below(9)}` }
        : {}
    text.format(from, length, { [mark]: value })
    return true
  },

  addRow({ doc, format, random, freshId }: EditContext): boolean {
    const table = pickTable(format, random)
    const cells: Record<string, PlainValue> = {}
    for (const column of table.columns)
      if (random.chance(0.6)) cells[column.id] = plainCell(column, random, freshId)
    addRow(doc, table, {
      id: `row-${freshId()}`,
      ...(random.chance(0.5) ? { index: random.below(6) } : {}),
      cells,
    })
    return true
  },

  moveRow({ doc, format, random }: EditContext): boolean {
    const table = pickTable(format, random)
    const id = random.pick(rowIds(doc, table.id))
    if (id === undefined) return false
    moveRow(doc, table.id, id, random.below(8))
    return true
  },

  removeRow({ doc, format, random }: EditContext): boolean {
    const table = pickTable(format, random)
    const id = random.pick(rowIds(doc, table.id))
    if (id === undefined) return false
    removeRow(doc, table.id, id)
    return true
  },

  restoreRow({ doc, format, random }: EditContext): boolean {
    const removed = tablesOf(format).flatMap((table) =>
      rowIds(doc, table.id).flatMap((id) =>
        rowCells(doc, table.id, id)?.get(removedCell) === true ? [[table.id, id] as const] : [],
      ),
    )
    const row = random.pick(removed)
    if (row === undefined) return false
    restoreRow(doc, ...row)
    return true
  },

  setCell({ doc, format, random, freshId }: EditContext): boolean {
    const table = pickTable(format, random)
    const id = random.pick(rowIds(doc, table.id))
    const column = random.pick(
      table.columns.filter(({ kind }) => kind !== 'richText' && kind !== 'computed'),
    )
    if (id === undefined || column === undefined) return false
    setCell(
      doc,
      table.id,
      id,
      column.id,
      random.chance(0.15) ? null : plainCell(column, random, freshId),
    )
    return true
  },

  setValue({ doc, format, random, freshId }: EditContext): boolean {
    const value = random.pick(valuesOf(format))
    if (value === undefined) return false
    setValue(doc, value.id, random.chance(0.15) ? null : plainValue(value, random, freshId))
    return true
  },
} as const

export type EditKind = keyof typeof edits

/** Few places, so that clients edit the same ones. */
function pickFragment({ doc, format, random }: EditContext): Y.XmlFragment {
  const all = fragmentsOf(doc, format)
  return (
    (random.chance(0.6) ? all[random.below(2)] : random.pick(all)) ??
    doc.getXmlFragment('field:none')
  )
}

/** Mostly amounts, because totals must never be wrong. */
function pickTable(format: Format, random: Random): Table {
  const tables = tablesOf(format)
  const budget = tables.find((table) => table.id === 'budget')
  return (random.chance(0.5) ? budget : random.pick(tables)) ?? (tables[0] as Table)
}

/** Blocks as the binding of the editor stores them: elements, with the words in a text node of a paragraph. */
function insertBlock({ random, book }: EditContext, fragment: Y.XmlFragment, token: string): void {
  const text = new Y.XmlText()
  const paragraph = new Y.XmlElement('paragraph')
  let block = paragraph
  const kind = random.below(10)
  if (kind === 0) {
    block = new Y.XmlElement('heading')
    block.setAttribute('level', '2')
    block.insert(0, [text])
  } else if (kind === 1) {
    const item = new Y.XmlElement('listItem')
    block = new Y.XmlElement('bulletList')
    block.insert(0, [item])
    item.insert(0, [paragraph])
  }
  if (kind !== 0) paragraph.insert(0, [text])
  text.insert(0, token)
  fragment.insert(random.below(fragment.length + 1), [block])
  book.typed(token, ancestors(text))
}

function plainCell(column: Column, random: Random, freshId: () => string): PlainValue {
  switch (column.kind) {
    case 'line':
      return column.id === 'group'
        ? (random.pick(['netwerk', 'onvoorzien', 'onbekend', `row-${random.below(9)}`]) ?? null)
        : `regel ${freshId()}`
    case 'choice':
      return random.pick(column.options)?.id ?? null
    case 'date':
      return `2026-0${random.between(1, 9)}-1${random.below(9)}`
    case 'count':
      return random.below(5000)
    case 'quantity':
      return random.chance(0.2) ? notApplicable : random.below(100_000)
    case 'money':
      return random.chance(0.15)
        ? notApplicable
        : column.isRate
          ? random.below(20_000)
          : random.below(5_000_000) - 100_000
    case 'reference':
      return `row-${random.below(20)}`
    case 'richText':
    case 'computed':
      return null
  }
}

function plainValue(value: ValueDefinition, random: Random, freshId: () => string): PlainValue {
  switch (value.kind) {
    case 'line':
      return `waarde ${freshId()}`
    case 'date':
      return `2026-1${random.below(3)}-0${random.between(1, 9)}`
    case 'number':
    case 'money':
      return random.below(1_000_000)
    case 'choice':
      return random.pick(value.options ?? []) ?? null
  }
}

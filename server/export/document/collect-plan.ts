import { type ByBlockKind, byBlockKind } from '#shared/format/blocks.ts'
import type { Column } from '#shared/format/columns.ts'
import { answersOf, questionnaireTable } from '#shared/format/kinds/blocks/questionnaire.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import {
  groupSumsLabel,
  hasOfficialForm,
  isOurs,
  isOwnSection,
} from '#shared/format/official-form.ts'
import type { Block, Section, Table } from '#shared/format/schema.ts'
import { formatCount, formatEuro } from '#shared/money.ts'
import { isAmountRow } from '#shared/plan/computed.ts'
import type { Row } from '#shared/plan/content.ts'
import { isFilledBlock, isFilledCell, isUntouchedPreset } from '#shared/plan/filled.ts'
import { groupIdOf, groupsOf } from '#shared/plan/groups.ts'
import { uncountedWords } from '#shared/plan/uncounted-words.ts'
import { optionLabel } from '#shared/plan/words.ts'
import { emptyDoc } from '#shared/richtext/plain-text.ts'
import { balancesBelow } from './balances-below.ts'
import {
  cellText,
  isRich,
  numberValue,
  printedValue,
  type Source,
  valueText,
} from './document-cells.ts'
import { formatDate } from './document-dates.ts'
import type {
  CheckedItem,
  PlanCell,
  PlanPiece,
  PlanRow,
  PlanSection,
  PlanTable,
} from './plan-piece.ts'

export type TableOptions = { untouchedPresets: boolean }
type CollectOptions = TableOptions & { guidance: boolean }

type BlockContext = {
  source: Source
  section: Section
  options: TableOptions
  /** Of the printed blocks of its section. */
  isFirst: (block: Block) => boolean
}

/**
 * `form`: what the issuer asks, all of it. `added`: what is ours, as far as anyone filled it in.
 * Of a form that its issuer does not publish everything is ours, and none of it is `added`: its
 * titles are printed, and in a working print its empty fields.
 */
export type CollectedPlan = { form: PlanSection[]; added: PlanSection[] }

/**
 * The first of two passes from a plan to a document (`pieceNodes` is the second): collects the
 * content. The format of the source is that of the form alone (`formOf`). Pure.
 */
export function collectPlan(source: Source, options: CollectOptions): CollectedPlan {
  const { sections } = source.format
  const collect = (isPrinted: (block: Block) => boolean): PlanSection[] =>
    sections.map((section) => {
      const blocks = section.blocks.filter((block) => !block.isInternal && isPrinted(block))
      const isFirst = (block: Block) => blocks[0] === block
      const context = { source, section, options, isFirst }
      return { section, pieces: blocks.map((block) => byBlockKind(pieceOf, block, context)) }
    })
  const isFilled = (block: Block) => isFilledBlock(block, source.content)
  if (!hasOfficialForm(source.format))
    return { form: collect((block) => options.guidance || isFilled(block)), added: [] }
  return {
    form: collect((block) => !isOurs(block)).filter(({ section }) => !isOwnSection(section)),
    added: collect((block) => isOurs(block) && isFilled(block))
      .map(({ section, pieces }) => ({
        section,
        pieces: [...pieces, ...section.blocks.flatMap((block) => groupSums(block, source))],
      }))
      .filter(({ pieces }) => pieces.length > 0),
  }
}

/** The reader of a form that adds up no groups may still want to know what each costs. */
function groupSums(block: Block, source: Source): PlanPiece[] {
  if (block.kind !== 'table' || block.hasSubtotals !== false) return []
  if (!isFilledBlock(block, source.content)) return []
  const [total] = block.totals
  const column = block.columns.find(({ id }) => id === total?.column)
  const sums = source.content.totals[block.id]?.columns[column?.id ?? '']?.groups
  if (column === undefined || sums === undefined) return []
  return [
    {
      kind: 'sums',
      id: block.id,
      label: groupSumsLabel,
      sums: groupsOf(block, source.content.tables).flatMap(({ id, label }) => {
        const value = numberValue(column, sums[id] ?? 0)
        return value === undefined ? [] : [{ label, text: valueText(value) }]
      }),
    },
  ]
}

const pieceOf: ByBlockKind<PlanPiece, [context: BlockContext]> = {
  richText: (block, context) => ({
    kind: 'text',
    ...named(block, context),
    doc: context.source.content.fields[block.id] ?? emptyDoc(),
  }),
  line: (block, context) => single(block, context, String),
  date: (block, context) => single(block, context, (value) => formatDate(String(value))),
  choice: (block, context) =>
    single(block, context, (value) => optionLabel(block.options, String(value))),
  money: (block, context) =>
    single(block, context, (value) => (typeof value === 'number' ? formatEuro(value) : value)),
  number: (block, context) =>
    single(block, context, (value) => {
      if (typeof value !== 'number') return value
      return block.unit === undefined ? formatCount(value) : `${formatCount(value)} ${block.unit}`
    }),
  checklist: (block, context) => ({
    kind: 'checklist',
    ...named(block, context),
    items: block.items.map((item) => checkedItem(item, context.source)),
  }),
  questionnaire: (block, context) => ({
    kind: 'questionnaire',
    ...named(block, context),
    moments: block.moments.map((moment) => ({
      label: moment.dateLabel,
      date: formatDate(textOf(context.source, `${moment.id}Date`)),
    })),
    answers: answersOf(block)?.map(({ label }) => label) ?? null,
    table: planTable(questionnaireTable(block), context),
  }),
  table: (block, context) => {
    const balances = balancesBelow(block, context.source)
    return isRepeatedPart(block)
      ? { kind: 'cards', id: block.id, table: block, cards: cardsOf(block, context), balances }
      : {
          kind: 'table',
          ...named(block, context),
          table: planTable(block, context),
          notes: uncountedWords(block, context.source.content.tables),
          balances,
        }
  },
}

/** A label that repeats the heading directly above it is left out. */
function named(
  block: Block,
  { section, isFirst }: BlockContext,
): { id: string; label: string | null } {
  const isSaid = block.label === undefined || (isFirst(block) && block.label === section.title)
  return { id: block.id, label: isSaid ? null : (block.label ?? null) }
}

function single(
  { id, label = '' }: Block,
  { source, section }: BlockContext,
  text: (value: NonNullable<PlainValue>) => string,
): PlanPiece {
  const value = source.content.values[id]
  return {
    kind: 'value',
    id,
    label: label === '' ? section.title : label,
    text: value === null || value === undefined ? '' : text(value),
  }
}

function textOf(source: Source, id: string): string {
  const value = source.content.values[id]
  return typeof value === 'string' ? value : ''
}

function checkedItem(
  item: Extract<Block, { kind: 'checklist' }>['items'][number],
  source: Source,
): CheckedItem {
  const answer = source.content.values[item.id]
  const text = textOf(source, `${item.id}Note`)
  return {
    label: item.label,
    answer: typeof answer === 'string' ? answer : null,
    note: text === '' ? null : { label: item.noteLabel ?? 'Toelichting', text },
  }
}

/**
 * Numbered cards are the form's own repeated part (`Thema 1:`) and name themselves; all other
 * tables print as tables.
 */
function isRepeatedPart(table: Table): boolean {
  return table.layout === 'cards' && table.numbering !== undefined
}

function cardsOf(table: Table, { source, options }: BlockContext) {
  const all = source.content.tables[table.id] ?? []
  const title = table.columns.find((column) => column.isTitle)
  const printed = printedRows(table, source, options)
  return (printed.length > 0 ? printed : [{ id: '' }]).map((row) => ({
    // Numbered among all rows, as on screen and in the names of the budget's groups.
    number: (table.numbering ?? '').replaceAll('{n}', String(Math.max(all.indexOf(row), 0) + 1)),
    title: title === undefined ? '' : cellText(title, row[title.id], source),
    row: planRow(table, row, source),
  }))
}

export function printedRows(table: Table, source: Source, options: TableOptions): readonly Row[] {
  const rows = source.content.tables[table.id] ?? []
  return options.untouchedPresets ? rows : rows.filter((row) => !isUntouchedPreset(table, row))
}

function planTable(table: Table, { source, options }: BlockContext): PlanTable {
  return collectTable(table, source, options)
}

/** One table, whatever part of the plan it is in. */
export function collectTable(table: Table, source: Source, options: TableOptions): PlanTable {
  const printed = printedRows(table, source, options)
  const rows = new Map(printed.map((row) => [row, planRow(table, row, source)]))
  const totals = source.content.totals[table.id]?.columns
  const sums = (sumOf: (column: NonNullable<typeof totals>[string]) => number | undefined) =>
    totals === undefined
      ? null
      : new Map(
          Object.entries(totals).flatMap(([id, column]) => {
            const sum = sumOf(column)
            return sum === undefined ? [] : [[id, sum]]
          }),
        )
  const groups = groupsOf(table, source.content.tables)
  return {
    table,
    rows: [...rows.values()],
    groups:
      table.groups === undefined
        ? null
        : groups.map(({ id, label, entry }) => {
            const own = printed.filter((row) => groupIdOf(row, groups) === id)
            return {
              id,
              label,
              isOnlyAmounts: entry === 'amount' && own.every((row) => isAmountRow(table, row)),
              rows: own.flatMap((row) => rows.get(row) ?? []),
              sums: sums((column) => column.groups[id]),
            }
          }),
    sums: sums((column) => column.total),
  }
}

function planRow(table: Table, row: Row, source: Source): PlanRow {
  return {
    id: row.id,
    cells: new Map(table.columns.map((column) => [column.id, planCell(column, row, source)])),
  }
}

function planCell(column: Column, row: Row, source: Source): PlanCell {
  const cell = row[column.id]
  const said = { isFilled: isFilledCell(cell), text: cellText(column, cell, source) }
  if (cell === null || cell === undefined) return said
  if (isRich(cell)) return { ...said, doc: cell }
  const value = printedValue(column, cell, source)
  return typeof value === 'string' ? said : { ...said, value }
}

import { isRichText } from '#shared/format/columns.ts'
import { questionnaireTable } from '#shared/format/kinds/blocks/questionnaire.ts'
import { yesNo } from '#shared/format/kinds/values.ts'
import type { Block, Section, Table } from '#shared/format/schema.ts'
import { formatCount, formatEuro } from '#shared/money.ts'
import { isFilledCell } from '#shared/plan/filled.ts'
import { budgetSummary } from '#shared/plan/summary.ts'
import { optionLabel } from '#shared/plan/words.ts'
import { emptyDoc } from '#shared/richtext/plain-text.ts'
import { formatDate } from './dates.ts'
import { cellText, isRich, type Source } from './document-cells.ts'
import { richTextBlocks } from './document-richtext.ts'
import { documentTable, printedRows, type TableOptions } from './document-table.ts'
import {
  cleanText,
  type DocumentBlock,
  heading,
  label,
  labelled,
  type Run,
  textRuns,
  withColon,
} from './document-tree.ts'

/** Level of the heading above a section's blocks; what people type comes below it. */
const sectionLevel = 1

/** One block of a section, in the words and the order of the form. */
export function blockNodes(
  block: Block,
  section: Section,
  source: Source,
  options: TableOptions,
): DocumentBlock[] {
  if (block.isInternal === true) return []
  const name = block.label ?? ''
  switch (block.kind) {
    case 'richText':
      return [
        ...ownLabel(block, section),
        ...richTextBlocks(source.content.fields[block.id] ?? emptyDoc(), { below: sectionLevel }),
      ]
    case 'line':
    case 'date':
    case 'number':
    case 'money':
    case 'choice':
      return [labelled(name === '' ? section.title : name, singleValue(block, source))]
    case 'checklist':
      return [
        ...ownLabel(block, section),
        {
          kind: 'list',
          ordered: false,
          start: 1,
          items: block.items.map((item) => checklistItem(item, source)),
        },
      ]
    case 'questionnaire':
      return [
        ...ownLabel(block, section),
        ...block.moments.map((moment) =>
          labelled(moment.dateLabel, formatDate(textOf(source, `${moment.id}Date`))),
        ),
        documentTable(questionnaireTable(block), source, options),
      ]
    case 'table':
      return [
        ...(isRepeatedPart(block)
          ? cardNodes(block, source, options)
          : [...ownLabel(block, section), documentTable(block, source, options)]),
        ...balanceNodes(block, source),
      ]
  }
}

/** A label that says what the heading right above it says already is left out. */
function ownLabel(block: Block, section: Section): DocumentBlock[] {
  const isFirst = section.blocks.find((candidate) => candidate.isInternal !== true) === block
  return block.label === undefined || (isFirst && block.label === section.title)
    ? []
    : [label(block.label)]
}

type SingleValue = Extract<Block, { kind: 'line' | 'date' | 'number' | 'money' | 'choice' }>

function singleValue(block: SingleValue, source: Source): string {
  const value = source.content.values[block.id]
  if (value === null || value === undefined) return ''
  switch (block.kind) {
    case 'line':
      return String(value)
    case 'date':
      return formatDate(String(value))
    case 'choice':
      return optionLabel(block.options, String(value))
    case 'money':
      return typeof value === 'number' ? formatEuro(value) : value
    case 'number': {
      if (typeof value !== 'number') return value
      return block.unit === undefined ? formatCount(value) : `${formatCount(value)} ${block.unit}`
    }
  }
}

function textOf(source: Source, id: string): string {
  const value = source.content.values[id]
  return typeof value === 'string' ? value : ''
}

type ChecklistItem = Extract<Block, { kind: 'checklist' }>['items'][number]

/** Both answers are printed, as on a form: a box without a cross is an answer that was not given. */
function checklistItem(item: ChecklistItem, source: Source): DocumentBlock[] {
  const answer = source.content.values[item.id]
  const boxes = yesNo
    .map((option) => `${option.id === answer ? '☒' : '☐'}\u00a0${option.label}`)
    .join('\u00a0\u00a0\u00a0')
  const note = textOf(source, `${item.id}Note`)
  const question: DocumentBlock = {
    kind: 'paragraph',
    role: 'body',
    runs: [...textRuns(item.label), { text: `   ${boxes}` }],
  }
  if (note === '' && item.noteLabel === undefined) return [question]
  return [question, labelled(item.noteLabel ?? 'Toelichting', note)]
}

/** Numbered cards are the form's own repeated part (`Thema 1:`) and name themselves; all other tables print as tables. */
function isRepeatedPart(table: Table): boolean {
  return table.layout === 'cards' && table.numbering !== undefined
}

function cardNodes(table: Table, source: Source, options: TableOptions): DocumentBlock[] {
  const all = source.content.tables[table.id] ?? []
  const title = table.columns.find((column) => column.isTitle)
  const printed = printedRows(table, source, options)
  // The form prints its first one empty.
  return (printed.length > 0 ? printed : [{ id: '' }]).flatMap((row) => {
    // Numbered among all rows, as on screen and in the names of the budget's groups.
    const number = (table.numbering ?? '').replaceAll(
      '{n}',
      String(Math.max(all.indexOf(row), 0) + 1),
    )
    const name = title === undefined ? '' : cellText(title, row[title.id], source)
    const blocks: DocumentBlock[] = [
      {
        ...heading(sectionLevel + 1, name === '' ? number : `${number} ${name}`),
        place: `row/${table.id}/${row.id}`,
      },
    ]
    for (const column of table.columns) {
      if (column.isTitle || column.isInternal) continue
      const cell = row[column.id]
      if (isRichText(column))
        blocks.push(
          label(withColon(column.label)),
          ...richTextBlocks(isRich(cell) ? cell : emptyDoc(), { below: sectionLevel + 1 }),
        )
      else if (isFilledCell(cell))
        blocks.push(labelled(column.label, cellText(column, cell, source)))
    }
    return blocks
  })
}

/** Below the budget: what the income leaves, and what is still to be divided of a budget that the form asks for. */
function balanceNodes(table: Table, source: Source): DocumentBlock[] {
  const { format, content } = source
  if (table.id !== format.summary.budgetTable) return []
  const summary = budgetSummary(content, format)
  if (summary === null) return []
  const nodes: DocumentBlock[] = []
  if (summary.incomeCents !== null && summary.balanceCents !== null)
    nodes.push(
      amount(
        'Saldo',
        summary.balanceCents,
        `inkomsten ${formatEuro(summary.incomeCents)} min begroting ${formatEuro(summary.totalCents)}`,
      ),
    )
  const isAsked = format.sections.some((section) =>
    section.blocks.some(
      (block) => block.id === format.summary.available && block.isInternal !== true,
    ),
  )
  if (isAsked && summary.availableCents !== null && summary.leftCents !== null)
    nodes.push(
      amount(
        'Nog te verdelen',
        summary.leftCents,
        `beschikbaar ${formatEuro(summary.availableCents)} min begroting ${formatEuro(summary.totalCents)}`,
      ),
    )
  return nodes
}

/** With the sum it comes from, so that a reader can check it. */
function amount(name: string, cents: number, sum: string): DocumentBlock {
  const runs: Run[] = [
    { text: `${withColon(cleanText(name))} ${formatEuro(cents)}`, bold: true },
    { text: ` (${sum})` },
  ]
  return { kind: 'paragraph', role: 'body', runs }
}

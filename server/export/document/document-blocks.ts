import { type Column, isRichText } from '#shared/format/columns.ts'
import { yesNo } from '#shared/format/kinds/values.ts'
import { isMarkedColumn, isOurs, markedOurs } from '#shared/format/official-form.ts'
import type { Table } from '#shared/format/schema.ts'
import { formatEuro } from '#shared/money.ts'
import { emptyDoc } from '#shared/richtext/plain-text.ts'
import { possibleAnswers } from '#shared/text/answers.ts'
import { richTextBlocks } from './document-richtext.ts'
import { documentTable } from './document-table.ts'
import {
  cleanText,
  type DocumentBlock,
  heading,
  label,
  labelled,
  paragraph,
  textRuns,
  withColon,
} from './document-tree.ts'
import type { Balance, CheckedItem, PlanCard, PlanPiece, PlanTable } from './plan-piece.ts'

/** Level of the heading above a section's blocks; typed headings are placed below it. */
const sectionLevel = 1

/** One block of a section, in the words and the order of the form. */
export function pieceNodes(piece: PlanPiece): DocumentBlock[] {
  return placed(nodesOf(piece), piece.id)
}

function nodesOf(piece: PlanPiece): DocumentBlock[] {
  switch (piece.kind) {
    case 'text':
      return [...labelOf(piece), ...richTextBlocks(piece.doc, { below: sectionLevel })]
    case 'value':
      return [labelled(piece.label, piece.text)]
    case 'checklist': {
      const items = piece.items.map(checklistItem)
      return [...labelOf(piece), { kind: 'list', ordered: false, start: 1, items }]
    }
    case 'questionnaire':
      return [
        ...labelOf(piece),
        ...piece.moments.map((moment) => labelled(moment.label, moment.date)),
        ...(piece.answers === null ? [] : [paragraph(possibleAnswers(piece.answers))]),
        documentTable(piece.table),
      ]
    case 'sums':
      return [...labelOf(piece), ...piece.sums.map((sum) => labelled(sum.label, sum.text))]
    case 'table':
      return isOpenBox(piece.table)
        ? [...labelOf(piece), paragraph('')]
        : [
            ...labelOf(piece),
            documentTable(piece.table),
            ...piece.notes.map((note) => paragraph(note)),
            ...piece.balances.map(balance),
          ]
    case 'cards':
      return [
        ...piece.cards.flatMap((card) => cardNodes(card, piece.table)),
        ...piece.balances.map(balance),
      ]
  }
}

/** Nothing yet in a box of the form whose columns are ours: the form prints no columns there. */
function isOpenBox({ table, rows }: PlanTable): boolean {
  return rows.length === 0 && !isOurs(table) && table.columns.every(isOurs)
}

/**
 * Comments on a block attach to its first line; those on a table to the table's id, and those on a
 * card to its row.
 */
function placed(nodes: DocumentBlock[], blockId: string): DocumentBlock[] {
  const [first, ...rest] = nodes
  if (
    first === undefined ||
    !(first.kind === 'paragraph' || first.kind === 'heading' || first.kind === 'list') ||
    first.place !== undefined
  )
    return nodes
  return [{ ...first, place: `block/${blockId}` }, ...rest]
}

function labelOf(piece: { label: string | null }): DocumentBlock[] {
  return piece.label === null ? [] : [label(piece.label)]
}

/**
 * Both answers are printed, as on a form: a box without a cross is an answer that was not chosen.
 */
function checklistItem(item: CheckedItem): DocumentBlock[] {
  const boxes = yesNo
    .map((option) => `${option.id === item.answer ? '☒' : '☐'}\u00a0${option.label}`)
    .join('\u00a0\u00a0\u00a0')
  const question: DocumentBlock = {
    kind: 'paragraph',
    role: 'body',
    runs: [...textRuns(item.label), { text: `   ${boxes}` }],
  }
  return item.note === null ? [question] : [question, labelled(item.note.label, item.note.text)]
}

function cardNodes({ number, title, row }: PlanCard, table: Table): DocumentBlock[] {
  const columns = table.columns.filter((column) => !column.isTitle && !column.isInternal)
  const isAdded = (column: Column) => isMarkedColumn(table, column)
  return [
    {
      ...heading(sectionLevel + 1, title === '' ? number : `${number} ${title}`),
      place: `row/${table.id}/${row.id}`,
    },
    ...columns
      .filter((column) => !isAdded(column))
      .flatMap((column): DocumentBlock[] => {
        const cell = row.cells.get(column.id)
        if (isRichText(column))
          return [
            label(withColon(column.label)),
            ...richTextBlocks(cell?.doc ?? emptyDoc(), { below: sectionLevel + 1 }),
          ]
        return cell?.isFilled === true ? [labelled(column.label, cell.text)] : []
      }),
    // In a card of the form, what the form does not ask comes after it and says so.
    ...columns.filter(isAdded).flatMap((column): DocumentBlock[] => {
      const cell = row.cells.get(column.id)
      if (cell?.isFilled !== true) return []
      const name = markedOurs(column.label)
      return isRichText(column)
        ? [
            label(withColon(name)),
            ...richTextBlocks(cell.doc ?? emptyDoc(), { below: sectionLevel + 1 }),
          ]
        : [labelled(withColon(name), cell.text)]
    }),
  ]
}

/** With its calculation, so that a reader can check it. */
function balance({ name, cents, sum }: Balance): DocumentBlock {
  return {
    kind: 'paragraph',
    role: 'body',
    runs: [
      { text: `${withColon(cleanText(name))} ${formatEuro(cents)}`, bold: true },
      { text: ` (${sum})` },
    ],
  }
}

import { headerCell } from './document-columns.ts'
import { formatDate } from './document-dates.ts'
import {
  type DocumentBlock,
  type DocumentTree,
  heading,
  paragraph,
  type Signature,
  type SignSheet,
  type TableCell,
} from './document-tree.ts'

const filled = (texts: readonly string[], between: string): string =>
  texts.filter((text) => text !== '').join(between)

const columns: readonly { label: string; width: number; of(signature: Signature): string }[] = [
  { label: 'Voor', width: 1.5, of: ({ seat }) => seat },
  { label: 'Naam', width: 1.6, of: ({ name }) => name },
  { label: 'Functie', width: 1.5, of: ({ position }) => position },
  { label: 'Organisatie', width: 1.6, of: ({ organisation }) => organisation },
  {
    label: 'Namens',
    width: 1.7,
    of: ({ onBehalfOf, level }) =>
      filled([onBehalfOf, level === '' ? '' : `mandaat ${level.toLocaleLowerCase('nl')}`], ', '),
  },
  {
    label: 'Oordeel',
    width: 1.5,
    of: ({ verdict, remark = '' }) => filled([verdict, remark], ': '),
  },
  {
    label: 'Datum, en hoe ingelogd',
    width: 1.7,
    of: ({ date, signedIn }) => filled([date === '' ? '' : formatDate(date), signedIn], ', '),
  },
]

/** The signatories, on whose behalf and when they agreed: the first thing a receiver looks for. */
export function signSheet(signatures: readonly Signature[], version: number | null): SignSheet {
  const cell = (text: string): TableCell => ({ content: [paragraph(text)] })
  const what = version === null ? 'dit plan' : `versie ${version} van dit plan`
  return {
    title: 'Akkoord',
    intro:
      signatures.length === 0
        ? `Er is nog geen akkoord gegeven op ${what}.`
        : `Dit zijn de antwoorden op ${what}.`,
    table: {
      kind: 'table',
      columns: columns.map(({ label, width }) => ({ label, width, align: 'left' })),
      rows: [
        { kind: 'header', cells: columns.map(({ label }) => headerCell(label)) },
        ...signatures.map((signature) => ({
          kind: 'body' as const,
          cells: columns.map((column) => cell(column.of(signature))),
        })),
      ],
    },
  }
}

/** The plan, followed by the signature sheet as the last section. */
export function withSignSheet({ nodes, signSheet: sheet }: DocumentTree): DocumentBlock[] {
  return sheet === undefined
    ? nodes
    : [...nodes, heading(1, sheet.title), paragraph(sheet.intro), sheet.table]
}

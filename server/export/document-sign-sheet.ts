import { formatDate } from './dates.ts'
import { headerCell } from './document-columns.ts'
import {
  type DocumentBlock,
  type DocumentTree,
  heading,
  paragraph,
  type Signature,
  type SignSheet,
  type TableCell,
} from './document-tree.ts'

const columns = [
  { label: 'Naam', width: 1.6, of: (signature: Signature) => signature.name },
  { label: 'Functie', width: 1.5, of: (signature: Signature) => signature.position },
  { label: 'Organisatie', width: 1.7, of: (signature: Signature) => signature.organisation },
  { label: 'Namens', width: 1.7, of: (signature: Signature) => signature.onBehalfOf },
  {
    label: 'Oordeel',
    width: 1.6,
    of: (signature: Signature) =>
      [signature.verdict, signature.remark ?? ''].filter((text) => text !== '').join(': '),
  },
  { label: 'Datum', width: 1.3, of: (signature: Signature) => formatDate(signature.date) },
] as const

/** Who agreed, on whose behalf and when: what a receiver looks for first. */
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

/** The plan and then who agreed, as the last section. */
export function withSignSheet({ nodes, signSheet: sheet }: DocumentTree): DocumentBlock[] {
  return sheet === undefined
    ? nodes
    : [...nodes, heading(1, sheet.title), paragraph(sheet.intro), sheet.table]
}

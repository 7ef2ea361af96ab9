import { type Column, type ColumnKind, isComputed, isRichText } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import { productColumn } from '#shared/plan/computed.ts'
import { labelKey } from '../label-key.ts'
import type { SourceRow } from './source-cell.ts'

/** The meaning of a column of a file. */
export type Meaning =
  | { kind: 'column'; column: Column }
  | { kind: 'group' }
  /** Marks each line as a sum or not, as in our own CSV. */
  | { kind: 'rowKind' }
  /** Columns that an export merged into one, each with its name. */
  | { kind: 'folded'; head: Column | null }

/** Per column of the file; null if its name is unknown. */
export type Columns = (Meaning | null)[]

/**
 * The last column of a printed table with more columns than a page is wide
 * (server/export/document/document-fold.ts).
 */
const foldedKey = 'nadere gegevens'

const words = {
  title: ['omschrijving', 'kostenpost', 'post', 'begrotingspost', 'toelichting kosten'],
  quantity: ['aantal', 'uren', 'aantal uren', 'hoeveelheid'],
  count: ['aantal', 'aantal patiënten'],
  rate: ['tarief', 'uurtarief', 'prijs', 'prijs per uur', 'kosten per uur', 'tarief per uur'],
  product: ['bedrag', 'begroot', 'begroot bedrag', 'kosten', 'totaal', 'totaalbedrag'],
  group: ['groep', 'onderdeel', 'rubriek', 'categorie', 'soort kosten'],
} as const

/**
 * The columns that the first row of a table names. Null if fewer than `least` of its names are
 * known to the form.
 */
export function columnsOf(row: SourceRow, table: Table, least = 2): Columns | null {
  const taken = new Set<string>()
  const keys = row.cells.map((cell) => labelKey(cell.text))
  const columns: Columns = keys.map((key) => meaningOf(key, table, { taken, isLoose: false }))
  keys.forEach((key, x) => {
    columns[x] ??= meaningOf(key, table, { taken, isLoose: true })
  })
  if (keys[0] === 'soort' && columns[0] === null) columns[0] = { kind: 'rowKind' }
  return columns.filter((column) => column !== null).length >= least ? columns : null
}

function meaningOf(
  key: string,
  table: Table,
  { taken, isLoose }: { taken: Set<string>; isLoose: boolean },
): Meaning | null {
  if (key === '') return null
  if (
    table.groups !== undefined &&
    words.group.some((word) => word === key) &&
    !taken.has('group')
  ) {
    taken.add('group')
    return { kind: 'group' }
  }
  const column = table.columns.find(
    (candidate) =>
      !taken.has(candidate.id) &&
      candidate.id !== 'group' &&
      (isLoose ? looseNames(candidate, table).includes(key) : labelKey(candidate.label) === key),
  )
  if (column !== undefined) {
    taken.add(column.id)
    return { kind: 'column', column }
  }
  return key === foldedKey && !isLoose ? { kind: 'folded', head: null } : null
}

/** Other common names for the columns of a budget. */
function looseNames(column: Column, table: Table): readonly string[] {
  const product = productColumn(table)
  if (product === undefined) return []
  if (column.id === product.id) return words.product
  if (column.isTitle || column.id === 'description') return words.title
  if (!product.product.includes(column.id)) return []
  return factorNames[column.kind]
}

/** Common names for the factors of a line, by kind. Other kinds are no factor. */
const factorNames: Readonly<Record<ColumnKind, readonly string[]>> = {
  line: [],
  richText: [],
  choice: [],
  date: [],
  count: words.count,
  quantity: words.quantity,
  money: words.rate,
  reference: [],
  computed: [],
}

/** The column with the titles of the rows; -1 if the file has none. */
export function titleIndex(columns: Columns): number {
  return columns.findIndex((meaning) => meaning?.kind === 'column' && meaning.column.isTitle)
}

export function indexOf(columns: Columns, columnId: string | undefined): number {
  return columns.findIndex(
    (meaning) => meaning?.kind === 'column' && meaning.column.id === columnId,
  )
}

/**
 * If the last column of a printed table of cards is a text column, it is the folded one
 * (document-fold): the short columns that are missing before it are inside it, each with its name.
 */
export function withFolded(columns: Columns, table: Table): Columns {
  const last = columns.at(-1)
  if (
    table.layout !== 'cards' ||
    last?.kind !== 'column' ||
    !isRichText(last.column) ||
    foldedColumns(columns, table).length === 0
  )
    return columns
  return [...columns.slice(0, -1), { kind: 'folded', head: last.column }]
}

/** The columns that may be inside a folded one: those without a column of their own. */
export function foldedColumns(columns: Columns, table: Table): Column[] {
  const own = new Set(
    columns.flatMap((meaning) => (meaning?.kind === 'column' ? [meaning.column.id] : [])),
  )
  return table.columns.filter(
    (column) => !own.has(column.id) && !isComputed(column) && column.id !== 'group',
  )
}

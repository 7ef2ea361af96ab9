import * as Y from 'yjs'
import { AppError, type FieldError } from '../errors.ts'
import { type ByStorage, byStorage, defaultOf, isComputed, readCell } from '../format/columns.ts'
import { notApplicable } from '../format/kinds/plain-value.ts'
import { readPlainValue } from '../format/kinds/values.ts'
import { fieldIdsOf, tablesOf, valuesOf } from '../format/lookup.ts'
import type { Format, Table } from '../format/schema.ts'
import { isRowId } from '../ids.ts'
import { limits } from '../limits.ts'
import { initialOrder } from '../order.ts'
import { writeNodesInSteps } from '../richtext/fragment.ts'
import { normalizeInSteps } from '../richtext/normalize.ts'
import { plainDocInSteps } from '../richtext/plain-text.ts'
import type { RichDoc, RichNode } from '../richtext/rich-doc.ts'
import { atOnce, type Steps } from '../steps.ts'
import { wrongAmounts } from './amount-problems.ts'
import { computeRow, isAmountLine, isEmptyCell, productColumn, productOf } from './computed.ts'
import type { CellValue, PlanInput, Row } from './content.ts'
import { entryOf, groupsOf, type LineEntry } from './groups.ts'
import { fieldFragment, orderCell, planValues, tableRows } from './layout.ts'

/** Work units for writing a row. */
const rowUnits = 100

/**
 * The first state of a plan, as one Yjs update: preset rows of the format and the given content.
 * Given tables replace the preset rows. Computed values are removed, so that `content` round-trips.
 * Throws `invalid-values` with every wrong input.
 */
export function seedPlan(format: Format, input: PlanInput, newRowId: () => string): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => atOnce(seedInSteps(doc, { format, input, newRowId })))
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

export type Seeding = { format: Format; input: PlanInput; newRowId: () => string }

/**
 * The same into an empty document, a row and a block of text at a time. Only the server calls it,
 * once, before it creates the plan, so that the first content can't be doubled. If it throws, the
 * document must be discarded.
 */
export function* seedInSteps(doc: Y.Doc, { format, input, newRowId }: Seeding): Steps<void> {
  const problems: FieldError[] = []
  seedValues(doc, format, input, problems)
  yield* seedFields(doc, format, input, problems)
  yield* seedTables(doc, format, input, newRowId, problems)
  if (problems.length > 0) throw new AppError('invalid-values', { fields: problems })
}

function seedValues(doc: Y.Doc, format: Format, input: PlanInput, problems: FieldError[]): void {
  const definitions = new Map(valuesOf(format).map((value) => [value.id, value]))
  for (const [id, raw] of Object.entries(input.values)) {
    const definition = definitions.get(id)
    const read = definition === undefined ? undefined : readPlainValue(definition, raw)
    if (read === undefined)
      problems.push({ path: `values.${id}`, message: 'Dit veld staat niet in het formulier.' })
    else if (read.kind === 'bad')
      problems.push({
        path: `values.${id}`,
        message: `“${definition?.label ?? id}” is niet goed ingevuld.`,
      })
    else if (read.value !== null) planValues(doc).set(id, read.value)
  }
}

function* seedFields(
  doc: Y.Doc,
  format: Format,
  input: PlanInput,
  problems: FieldError[],
): Steps<void> {
  const known = new Set(fieldIdsOf(format))
  for (const [id, text] of Object.entries(input.fields ?? {})) {
    if (!known.has(id))
      problems.push({ path: `fields.${id}`, message: 'Dit veld staat niet in het formulier.' })
    else
      yield* seedText(fieldFragment(doc, id), text, (message) =>
        problems.push({ path: `fields.${id}`, message }),
      )
  }
}

/**
 * Refuses a text that would lose words, because they are in nodes that a plan does not know, and a
 * text with a block that is too long to be edited.
 */
function* seedText(
  fragment: Y.XmlFragment,
  text: string | RichDoc,
  complain: (message: string) => void,
): Steps<void> {
  const given = typeof text === 'string' ? yield* plainDocInSteps(text) : text
  const { doc, isDamaged } = yield* normalizeInSteps(given)
  if (isDamaged && lettersIn(doc) !== lettersIn(given))
    complain(
      'In deze tekst staan delen die in een plan niet kunnen. Zet die woorden in gewone alinea’s.',
    )
  if (isBlockTooLong(doc))
    complain('Een alinea, lijst of tabel hierin is te lang. Verdeel die in kleinere.')
  else yield* writeNodesInSteps(fragment, doc.content ?? [])
}

/**
 * Whether an edit of it would be refused: counts as the server counts an update (limit
 * blockLength).
 */
function isBlockTooLong(node: RichNode): boolean {
  const { content = [] } = node
  const { max } = limits.blockLength
  if (node.type !== 'doc' && content.length > max) return true
  let letters = 0
  for (const child of content) {
    letters = child.type === 'text' ? letters + (child.text ?? '').length : 0
    if (letters > max || isBlockTooLong(child)) return true
  }
  return false
}

/**
 * Number of characters anywhere in a text, including nodes outside our schema. Not recursive,
 * because the input is unchecked.
 */
function lettersIn(doc: RichDoc): number {
  const open: unknown[] = [doc]
  let letters = 0
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue
    const { text, content } = node as { text?: unknown; content?: unknown }
    if (typeof text === 'string') letters += text.length
    if (Array.isArray(content)) for (const child of content) open.push(child)
  }
  return letters
}

function* seedTables(
  doc: Y.Doc,
  format: Format,
  input: PlanInput,
  newRowId: () => string,
  problems: FieldError[],
): Steps<void> {
  const tables = tablesOf(format)
  const known = new Set(tables.map((table) => table.id))
  for (const id of Object.keys(input.tables ?? {}))
    if (!known.has(id))
      problems.push({ path: `tables.${id}`, message: 'Deze tabel staat niet in het formulier.' })

  const rows: Record<string, Row[]> = {}
  for (const table of tables) {
    const given = input.tables?.[table.id] ?? table.presetRows
    rows[table.id] = given.map(
      (row): Row => ({ ...row, id: typeof row['id'] === 'string' ? row['id'] : newRowId() }),
    )
  }
  for (const table of tables) yield* seedRows(doc, table, rows, problems)
}

function* seedRows(
  doc: Y.Doc,
  table: Table,
  tables: Readonly<Record<string, readonly Row[]>>,
  problems: FieldError[],
): Steps<void> {
  const rows = tables[table.id] ?? []
  const columns = new Map(table.columns.map((column) => [column.id, column]))
  const groups = groupsOf(table, tables)
  const keys = initialOrder(rows.length)
  const seen = new Set<string>()
  for (const [index, row] of rows.entries()) {
    yield rowUnits
    const at = `tables.${table.id}.${index}`
    if (!isRowId(row.id) || seen.has(row.id)) {
      problems.push({ path: `${at}.id`, message: 'Deze regel heeft geen eigen nummer.' })
      continue
    }
    seen.add(row.id)
    for (const id of Object.keys(row))
      if (id !== 'id' && !columns.has(id))
        problems.push({ path: `${at}.${id}`, message: 'Deze kolom staat niet in het formulier.' })
    const entry = entryOf(row, groups)
    const kind = lineKind(table, row, entry)
    const problemAt = (column: string) => (message: string) => {
      problems.push({ path: `${at}.${column}`, message })
    }
    const texts = doc.transact(() => {
      // Added to the document first: a rich text can only be filled once it is part of a document.
      const cells = new Y.Map<unknown>()
      tableRows(doc, table.id).set(row.id, cells)
      cells.set(orderCell, keys[index])
      return table.columns.map((column) => {
        const value = row[column.id]
        // An amount that follows from quantity and rate is not stored; a typed amount is.
        if (isComputed(column) || (column.id === kind.product && kind.line === 'rate')) return null
        const seeded =
          kind.line === 'amount' && kind.factors.includes(column.id) && isEmptyCell(value)
            ? notApplicable
            : value
        const seed = { value: seeded, complain: problemAt(column.id) }
        return byStorage(seeders, column, cells, seed)
      })
    })
    for (const text of texts) if (text !== null) yield* text
    for (const [column, message] of unkept(table, row, entry)) problemAt(column)(message)
  }
}

function withDefaults(table: Table, row: Row): Row {
  const result: Row = { ...row }
  for (const column of table.columns)
    if (row[column.id] === undefined) {
      const printed = defaultOf(column)
      if (printed !== undefined) result[column.id] = printed
    }
  return result
}

type LineKind = { line: 'rate' | 'amount' | 'other'; product: string; factors: readonly string[] }

function lineKind(table: Table, row: Row, entry: LineEntry): LineKind {
  const column = productColumn(table)
  if (column === undefined) return { line: 'other', product: '', factors: [] }
  const isAmount = productOf(table, row) === null && isAmountLine(table, row, entry)
  return { line: isAmount ? 'amount' : 'rate', product: column.id, factors: column.product }
}

/**
 * Values of a given row that the plan would not contain: each is refused by name, none is dropped
 * silently.
 */
function unkept(table: Table, row: Row, entry: LineEntry): [column: string, message: string][] {
  const { line, product, factors } = lineKind(table, row, entry)
  const found: [string, string][] = []
  const amount = row[product]
  const computed = productOf(table, row)
  if (line === 'amount')
    for (const factor of factors)
      if (typeof row[factor] === 'number')
        found.push([factor, 'Een regel heeft een aantal en een tarief, of een bedrag.'])
  if (line === 'rate' && !isEmptyCell(amount) && amount !== computed)
    found.push([
      product,
      'Dit bedrag is niet aantal keer tarief. Laat het bedrag weg, of verander het aantal of het tarief.',
    ])
  const whole = line === 'rate' ? withDefaults(table, row) : row
  for (const { column, message } of wrongAmounts(table, whole)) found.push([column, message])
  const read = computeRow(table, whole, entry)
  for (const column of table.columns)
    if (isComputed(column) && !isEmptyCell(row[column.id]))
      if (row[column.id] !== read[column.id])
        found.push([
          column.id,
          'Wij rekenen dit zelf uit en komen op iets anders uit. Laat het weg.',
        ])
  return found
}

type Seed = { value: CellValue | undefined; complain: (message: string) => void }

/**
 * Stores the given value of a cell in the document, or reports why not. Returns the remaining work
 * for a text.
 */
const seeders: ByStorage<Steps<void> | null, [cells: Y.Map<unknown>, seed: Seed]> = {
  plain: (column, cells, { value, complain }) => {
    const read = readCell(column, value === undefined ? defaultOf(column) : value)
    if (read.kind === 'bad') complain(`“${column.label}” is niet goed ingevuld.`)
    else if (read.value !== null) cells.set(column.id, read.value)
    return null
  },
  richText: (column, cells, { value, complain }) => {
    const fragment = new Y.XmlFragment()
    cells.set(column.id, fragment)
    if (typeof value === 'string' || (typeof value === 'object' && value !== null))
      return seedText(fragment, value, complain)
    if (typeof value === 'number') complain(`“${column.label}” is een tekst.`)
    return null
  },
  computed: () => null,
}

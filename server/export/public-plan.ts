import { type Column, columnKinds, isReference } from '#shared/format/columns.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import { fieldIdsOf, tablesOf, valuesOf } from '#shared/format/lookup.ts'
import type { Block, Format, Table } from '#shared/format/schema.ts'
import { isProduct } from '#shared/plan/computed.ts'
import type { CellValue, PlanContent, Row, TableTotals } from '#shared/plan/content.ts'
import { isUntouchedPreset } from '#shared/plan/filled.ts'
import { hoursColumn } from '#shared/plan/totals.ts'
import type { RichDoc, RichNode } from '#shared/richtext/rich-doc.ts'

/** The people table of every form. */
const people = 'people'
const inPlaceOfName = '[naam]'
const inPlaceOfMail = '[e-mailadres]'
const inPlaceOfPhone = '[telefoonnummer]'

/**
 * The public version of a plan (T16): without people, rates and contact data, without data kept
 * beside the form, and without preset rows that nobody edited (Z14). The kinds of tables and columns decide; in texts the names that the plan itself
 * lists are replaced.
 */
export function publicPlan(
  content: PlanContent,
  format: Format,
): { content: PlanContent; format: Format } {
  const open = publicFormat(formOf(format))
  const texts = new PublicTexts(content.tables[people] ?? [])
  const values = new Set(valuesOf(open).map(({ id }) => id))
  const fields = new Set(fieldIdsOf(open))
  const known = new Set(content.tables[people]?.map((row) => row.id))
  const asked = new Map(tablesOf(format).map((table) => [table.id, table]))
  const tables: Record<string, Row[]> = {}
  const totals: Record<string, TableTotals> = {}
  for (const table of tablesOf(open)) {
    // Judged by all columns: without its rate a preset row no longer looks like one.
    const whole = asked.get(table.id) ?? table
    tables[table.id] = (content.tables[table.id] ?? [])
      .filter((row) => !isUntouchedPreset(whole, row))
      .map((row) => publicRow(row, table, { texts, known }))
    const sums = content.totals[table.id]
    if (sums !== undefined) totals[table.id] = publicTotals(sums, table)
  }
  return {
    format: open,
    content: {
      ...content,
      values: pick(content.values, values, (value) =>
        typeof value === 'string' ? texts.line(value) : value,
      ),
      fields: pick(content.fields, fields, (doc) => texts.rich(doc)),
      tables,
      totals,
      problems: [],
    },
  }
}

function publicFormat(format: Format): Format {
  const sections = format.sections
    .map((section) => ({
      ...section,
      blocks: section.blocks
        .filter(isOpen)
        .map((block) =>
          block.kind === 'table' ? { ...block, columns: publicColumns(block) } : block,
        ),
    }))
    .filter((section) => section.blocks.length > 0)
  const { hoursColumn: _, ...summary } = format.summary
  return { ...format, sections, summary, rules: [] }
}

function isOpen(block: Block): boolean {
  return block.id !== people && block.isPersonal !== true && block.isInternal !== true
}

/** Removes a rate and its factors: an amount and a number of hours reveal the rate too. */
function publicColumns(table: Table): Column[] {
  const rates = new Set(
    table.columns.flatMap((column) =>
      column.kind === 'money' && column.isRate ? [column.id] : [],
    ),
  )
  const factors = new Set([
    ...rates,
    ...table.columns.flatMap((column) =>
      isProduct(column) && column.product.some((id) => rates.has(id)) ? column.product : [],
    ),
  ])
  return table.columns
    .filter(
      (column) =>
        !factors.has(column.id) &&
        !(column.isInternal && column.id !== 'group') &&
        !(isReference(column) && column.tables.every((id) => id === people)),
    )
    .map((column) => {
      if (!isProduct(column) || !column.product.some((id) => factors.has(id))) return column
      const { product: __, ...amount } = column
      return amount
    })
}

function publicRow(
  row: Row,
  table: Table,
  { texts, known }: { texts: PublicTexts; known: ReadonlySet<string> },
): Row {
  const open: Row = { id: row.id }
  for (const column of table.columns) {
    const cell = row[column.id] ?? null
    open[column.id] =
      isReference(column) && typeof cell === 'string' && known.has(cell)
        ? null
        : texts.cell(cell, column)
  }
  return open
}

function publicTotals(totals: TableTotals, table: Table): TableTotals {
  const has = (id: string) => table.columns.some((column) => column.id === id)
  const { quantityHundredths, ...rest } = totals
  const columns = Object.fromEntries(Object.entries(totals.columns).filter(([id]) => has(id)))
  return {
    ...rest,
    columns,
    ...(quantityHundredths !== undefined && hoursColumn(table) !== undefined
      ? { quantityHundredths }
      : {}),
  }
}

function pick<Value>(
  record: Readonly<Record<string, Value>>,
  ids: ReadonlySet<string>,
  change: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([id, value]) => (ids.has(id) ? [[id, change(value)]] : [])),
  )
}

const mail = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
/**
 * Ten digits from 0, or +31 and nine: with the spaces, dashes and brackets that people put between.
 */
const phone = /(?<![\d.,])(?:\+31|0031|0)(?:[\s()-]?\d){9}(?!\d)/g
/** Shorter names would also match ordinary words. */
const shortestName = 4

class PublicTexts {
  private readonly names: RegExp | null

  constructor(rows: readonly Row[]) {
    const names = rows.flatMap((row) =>
      typeof row['name'] === 'string' && row['name'].trim().length >= shortestName
        ? [row['name'].trim()]
        : [],
    )
    // The longest first: a name may be the beginning of another.
    const patterns = names
      .sort((a, b) => b.length - a.length)
      .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'))
    this.names =
      patterns.length === 0
        ? null
        : new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  }

  line(text: string): string {
    const named = this.names === null ? text : text.replace(this.names, inPlaceOfName)
    return named.replace(mail, inPlaceOfMail).replace(phone, inPlaceOfPhone)
  }

  rich<Node extends RichNode>(node: Node): Node {
    const { text, marks, content } = node
    return {
      ...node,
      ...(text === undefined ? {} : { text: this.line(text) }),
      ...(marks === undefined
        ? {}
        : {
            marks: marks.filter(
              (mark) => mark.type !== 'link' || /^https?:/i.test(String(mark.attrs?.['href'])),
            ),
          }),
      ...(node.type === 'picture' && typeof node.attrs?.['alt'] === 'string'
        ? { attrs: { ...node.attrs, alt: this.line(node.attrs['alt']) } }
        : {}),
      ...(content === undefined ? {} : { content: content.map((child) => this.rich(child)) }),
    }
  }

  cell(cell: CellValue, column: Column): CellValue {
    if (typeof cell === 'object' && cell !== null) return this.rich(cell as RichDoc)
    return typeof cell === 'string' && columnKinds[column.kind].isFreeText ? this.line(cell) : cell
  }
}

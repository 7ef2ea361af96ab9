import { calculationName, calculationTables } from '#shared/format/calculation-tables.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import {
  columnsNotInForm,
  hasOfficialForm,
  isMarkedColumn,
  isOurs,
  listNotInForm,
  ownLayout,
} from '#shared/format/official-form.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { budgetSummary } from '#shared/plan/summary.ts'
import { formatMoment } from '#shared/text/moment.ts'
import type { DocumentOptions } from '../document/document.ts'
import { documentMeta } from '../document/document.ts'
import type { Source } from '../document/document-cells.ts'
import { cleanText, withColon } from '../document/document-tree.ts'
import { shownColumns, type TableSheet, tableSheet, textCell } from './sheet-table.ts'
import type { Formula, SheetCell, SheetRow, Workbook } from './sheet-tree.ts'

/**
 * The tables of a plan that people calculate with, each on a sheet: budget, income, hours,
 * activities. With `only`: that table, which may be any of the plan.
 */
export function buildWorkbook(
  content: PlanContent,
  format: Format,
  options: DocumentOptions,
  only?: string,
): Workbook {
  const source: Source = { content, format }
  const meta = documentMeta(content, format, options)
  const title = cleanText(options.title)
  const stand = [
    meta.status,
    `stand van ${formatMoment(options.generatedAt)}`,
    `wijziging ${options.seq}`,
  ]
    .filter((text) => text !== '')
    .join(' · ')
  const chosen =
    only === undefined
      ? calculationTables(format)
      : tablesOf(format).filter(({ id }) => id === only && content.tables[id] !== undefined)
  const names = sheetNames(chosen)
  const tables = chosen.map((table) => {
    const name = names.get(table.id) ?? table.id
    const above: SheetRow[] = [
      { kind: 'title', cells: [textCell(`${title}: ${name.toLowerCase()}`)] },
      {
        kind: 'note',
        cells: [
          textCell([meta.wijk, meta.team, meta.period].filter((text) => text !== '').join(' · ')),
        ],
      },
      { kind: 'note', cells: [textCell(stand)] },
      ...notInFormWords(table, source).map(
        (words): SheetRow => ({ kind: 'note', cells: [textCell(words)] }),
      ),
      { kind: 'blank', cells: [] },
    ]
    return tableSheet(table, name, above, { source, options })
  })
  const balance = balanceRows(tables, source)
  return {
    title,
    author: meta.team === '' ? 'Wijktafel' : meta.team,
    description: stand,
    generatedAtIso: options.generatedAt,
    sheets: tables.map(({ totalAt: _, ...sheet }) =>
      sheet.id === format.summary.budgetTable
        ? { ...sheet, rows: [...sheet.rows, ...balance] }
        : sheet,
    ),
  }
}

/** What of a sheet is not in the form of the issuer, as a note above it. */
function notInFormWords(table: Table, { content, format }: Source): string[] {
  if (!hasOfficialForm(format)) return [ownLayout(format)]
  if (isOurs(table)) return [listNotInForm(format)]
  const ours = shownColumns(table, content.tables[table.id] ?? []).filter((column) =>
    isMarkedColumn(table, column),
  )
  return ours.length === 0 ? [] : [columnsNotInForm(ours.map(({ label }) => label))]
}

/**
 * Tab names are short, unique, and free of characters that a reference to a sheet can't contain.
 */
function sheetNames(tables: readonly Table[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const table of tables) {
    const wanted = calculationName(table)
      .replace(/[\\/?*[\]:']/g, ' ')
      .trim()
      .slice(0, 28)
    const taken = new Set([...names.values()].map((name) => name.toLowerCase()))
    let name = wanted === '' ? table.id : wanted
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${wanted} ${count}`
    names.set(table.id, name)
  }
  return names
}

/**
 * The rows below the budget: what the income leaves, and what is left of a budget that the form
 * asks for. Each outcome refers to the row above it.
 */
function balanceRows(sheets: readonly TableSheet[], { content, format }: Source): SheetRow[] {
  const budget = sheets.find((sheet) => sheet.id === format.summary.budgetTable)
  const summary = budgetSummary(content, format)
  if (budget === undefined || budget.totalAt === null || summary === null) return []
  const { totalAt } = budget
  const balanceRow = (label: string, cell: SheetCell): SheetRow => ({
    kind: 'balance',
    cells: budget.columns.map(
      (_, index): SheetCell =>
        index === 0 ? textCell(label) : index === totalAt.column ? cell : { kind: 'empty' },
    ),
  })
  const formula = (parts: Formula, result: number | null): SheetCell => ({
    kind: 'formula',
    unit: 'money',
    formula: parts,
    result,
  })
  const left = (row: number): Formula => [
    { from: { row, column: totalAt.column } },
    '-',
    { from: totalAt },
  ]
  const income = sheets.find((sheet) => sheet.id === format.summary.incomeTable)
  const first = budget.rows.length
  const ofIncome =
    income === undefined || income.totalAt === null || summary.balanceCents === null
      ? []
      : [
          balanceRow(
            'Inkomsten',
            formula([{ sheet: income.name, from: income.totalAt }], summary.incomeCents),
          ),
          balanceRow('Saldo', formula(left(first), summary.balanceCents)),
        ]
  const asked = format.sections
    .flatMap((section) => section.blocks)
    .find((block) => block.id === format.summary.available && block.isInternal !== true)
  const ofAvailable =
    asked === undefined || summary.availableCents === null
      ? []
      : [
          balanceRow(withColon(asked.label ?? 'Beschikbaar').replace(/:$/, ''), {
            kind: 'number',
            unit: 'money',
            value: summary.availableCents,
          }),
          balanceRow('Nog te verdelen', formula(left(first + ofIncome.length), summary.leftCents)),
        ]
  return [...ofIncome, ...ofAvailable]
}

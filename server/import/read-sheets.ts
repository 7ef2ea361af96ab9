import { calculationName, calculationTables } from '#shared/format/calculation-tables.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import { type ImportResult, isNothing, type Unplaced } from '#shared/import/import-result.ts'
import { labelKey } from '#shared/import/label-key.ts'
import { columnsOf } from '#shared/import/table/table-columns.ts'
import type { FileAside, FileSheet } from './file.ts'
import { type GridRow, gridOfSheet, rowText } from './table/grid.ts'
import { readTable } from './table/read-table.ts'
import { namesColumns } from './table/table-segments.ts'

/** A header is above its table, and within these rows. */
const mostAbove = 40

/**
 * Interprets the sheets of a workbook as tables of the form: budget, income, hours, activities.
 * Pure.
 */
export function readSheets(
  file: { sheets: readonly FileSheet[]; asides: readonly FileAside[] },
  format: Format,
  newRowId: () => string,
): ImportResult {
  const found: ImportResult = {
    format: { id: format.id, version: format.version },
    values: {},
    fields: {},
    tables: {},
    unplaced: [],
    notices: [],
  }
  for (const sheet of file.sheets) {
    if (sheet.rows.length === 0) continue
    const rows = gridOfSheet(sheet)
    const place = sheet.name === '' ? 'Tabel' : `Blad ${sheet.name}`
    const best = tableOfSheet(rows, sheet, format)
    if (best === null || found.tables[best.table.id] !== undefined) {
      found.unplaced.push({
        text: rows.map(rowText).join('\n'),
        where: place,
        why:
          best === null
            ? 'Dit blad is geen tabel van het formulier.'
            : `Het bestand heeft twee bladen voor “${calculationName(best.table)}”. Wij nemen het eerste.`,
      })
      continue
    }
    const { unplaced, formulas, ...table } = readTable(
      best.table,
      [{ rows: rows.slice(best.header), least: 2 }],
      { newRowId, where: place },
    )
    found.tables[best.table.id] = table
    found.notices.push(...hiddenIn(sheet), ...formulasIn(formulas))
    found.unplaced.push(...above(rows.slice(0, best.header), place), ...unplaced)
  }
  return isNothing(found)
    ? found
    : { ...found, unplaced: [...found.unplaced, ...asidesOf(file.asides)] }
}

/** What the spreadsheet does not show counts in its sums, and so it is taken. */
function hiddenIn({ name, isHidden, rows }: FileSheet): string[] {
  const hidden = rows.filter((row) => row.isHidden === true).map(({ number }) => number)
  return [
    ...(isHidden ? [`Blad “${name}” is verborgen in het bestand. Het is wel gelezen.`] : []),
    ...(hidden.length === 0
      ? []
      : [
          `${hidden.length === 1 ? `Rij ${hidden[0]} is` : `Rijen ${hidden.join(', ')} zijn`} verborgen in het bestand. Wat er staat, telt wel mee.`,
        ]),
  ]
}

function formulasIn(cells: readonly string[]): string[] {
  if (cells.length === 0) return []
  const which =
    cells.length === 1
      ? `cel ${cells[0]} staat een formule`
      : `de cellen ${cells.join(', ')} staan formules`
  return [`In ${which}. Overgenomen is de laatste uitkomst in het bestand: kijk die na.`]
}

function asidesOf(asides: readonly FileAside[]): Unplaced[] {
  return asides
    .filter(({ text }) => text.trim() !== '')
    .map(({ kind, text, quote }) => ({
      text,
      where:
        kind === 'comment'
          ? `Notitie${quote === undefined ? '' : ` bij cel ${quote}`}`
          : 'Tekening of grafiek',
      why: 'Dit staat naast de tabel. Zet het zo nodig zelf in het plan.',
    }))
}

/** Rows above our own table describe the file itself. */
function above(rows: readonly GridRow[], where: string): Unplaced[] {
  const lines = rows.map(rowText).filter((text) => text !== '')
  if (lines.length === 0 || lines.some((line) => /stand van .+ · wijziging \d+$/.test(line)))
    return []
  return [
    { text: lines.join('\n'), where, why: 'Staat boven de tabel en hoort niet bij een regel.' },
  ]
}

/**
 * The table with the most names in one row; on a tie the name of the sheet decides, then the budget
 * comes first.
 */
function tableOfSheet(
  rows: readonly GridRow[],
  sheet: FileSheet,
  format: Format,
): { table: Table; header: number } | null {
  const calculated = calculationTables(format)
  const tables = [
    ...calculated,
    ...tablesOf(format).filter((table) => calculated.every((other) => other.id !== table.id)),
  ]
  let best: { table: Table; header: number; score: number } | null = null
  for (const table of tables) {
    const bonus =
      labelKey(sheet.name) === labelKey(calculationName(table))
        ? 3
        : calculated.includes(table)
          ? 0.5
          : 0
    for (const [header, row] of rows.slice(0, mostAbove).entries()) {
      const columns = columnsOf(row, table)
      const names =
        columns?.filter((column) => column !== null).length ?? (namesColumns(row, table) ? 2 : 0)
      if (names > 0 && names + bonus > (best?.score ?? 1.9))
        best = { table, header, score: names + bonus }
    }
  }
  return best
}

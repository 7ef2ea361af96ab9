import type { FileBlock, FileSheet, FileTable } from '#server/import/file.ts'
import { readForm } from '#server/import/form/read-form.ts'
import { readSheets } from '#server/import/read-sheets.ts'
import type { Format } from '#shared/format/schema.ts'
import type { ImportResult } from '#shared/import/import-result.ts'
import { proposeImport } from '#shared/import/propose.ts'
import { planContent, readFormat } from './sample-plans.ts'

/** Lines of a budget as a sheet and as a table in Word, and the import that is proposed of them. */

export const hecht = readFormat('hecht-wijkverband')
let made = 0
export const newRowId = () => {
  made += 1
  return `rij${made}`
}

export function proposed(found: ImportResult, format: Format) {
  const before = planContent(format, { values: {}, tables: { budget: [] } })
  const { target, unplaced, sums } = proposeImport(found, before, format)
  const rows = target.tables['budget'] ?? []
  return { rows, total: target.totals['budget']?.totalCents ?? 0, unplaced, sums }
}

export const sheetOf = (rows: readonly (readonly (string | number)[])[]): FileSheet => ({
  name: 'Blad1',
  isHidden: false,
  rows: rows.map((cells, y) => ({
    number: y + 1,
    cells: cells.flatMap((value, column) =>
      value === ''
        ? []
        : [
            {
              column,
              text: typeof value === 'number' ? String(value).replace('.', ',') : value,
              ...(typeof value === 'number' ? { number: value } : {}),
              isFormula: false,
              at: `${String.fromCharCode(65 + column)}${y + 1}`,
            },
          ],
    ),
  })),
})
export const inSheet = (rows: readonly (readonly (string | number)[])[], format = hecht) =>
  proposed(readSheets({ sheets: [sheetOf(rows)], asides: [] }, format, newRowId), format)

const paragraph = (text: string): FileBlock => ({
  kind: 'paragraph',
  level: null,
  isQuote: false,
  list: null,
  inline: text === '' ? [] : [{ type: 'text', text }],
})
const tableOf = (rows: readonly (readonly string[])[]): FileTable => ({
  kind: 'table',
  rows: rows.map((cells) => ({
    isHeader: false,
    cells: cells.map((text) => ({ colspan: 1, rowspan: 1, blocks: [paragraph(text)] })),
  })),
})
export const inWord = (rows: readonly (readonly string[])[], format = hecht) =>
  proposed(readForm({ blocks: [tableOf(rows)], asides: [] }, format, newRowId), format)

export const header = ['Omschrijving', 'Aantal', 'Uurtarief', 'Bedrag']

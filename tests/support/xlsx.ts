import { read, utils, write } from '@e965/xlsx'

/**
 * For tests: workbooks read and written by SheetJS, which shares no code with the library of the product, so that a fault of
 * that library can't hide behind the same fault in the reader.
 */
export type OracleCell = {
  value: string | number | boolean | Date | undefined
  formula: string | undefined
  numberFormat: string
}
export type OracleSheet = { name: string; rows: OracleCell[][] }

export function openXlsx(bytes: Uint8Array): OracleSheet[] {
  const file = read(bytes, { type: 'array', cellFormula: true, cellNF: true, cellDates: true })
  return file.SheetNames.map((name) => {
    const sheet = file.Sheets[name] ?? {}
    const range = utils.decode_range(sheet['!ref'] ?? 'A1')
    const rows = Array.from({ length: range.e.r + 1 }, (_, r) =>
      Array.from({ length: range.e.c + 1 }, (__, c): OracleCell => {
        const cell = sheet[utils.encode_cell({ r, c })]
        return { value: cell?.v, formula: cell?.f, numberFormat: String(cell?.z ?? '') }
      }),
    )
    return { name, rows }
  })
}

export type OracleValue = string | number | { formula: string; result: number | '' }

/** The rows per sheet name. */
export function xlsxOf(sheets: Record<string, OracleValue[][]>): Uint8Array {
  const file = utils.book_new()
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = utils.aoa_to_sheet(
      rows.map((row) => row.map((value) => (typeof value === 'object' ? value.result : value))),
    )
    rows.forEach((row, r) => {
      row.forEach((value, c) => {
        const cell = sheet[utils.encode_cell({ r, c })]
        if (typeof value === 'object' && cell !== undefined) cell.f = value.formula
      })
    })
    utils.book_append_sheet(file, sheet, name)
  }
  return new Uint8Array(write(file, { type: 'array', bookType: 'xlsx' }))
}

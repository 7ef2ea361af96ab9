// The sheets of an OpenDocument spreadsheet as cells. It says of a cell what it holds, and how often it is repeated: an empty
// row at the end is repeated a million times.
import { stylesOf } from './open-styles.mjs'
import { plainText } from './open-text.mjs'
import { columnName, SheetSize } from './sheet-size.mjs'
import { attribute, childElements, descendants, parseXml } from './xml-tree.mjs'

export function readOpenSheets(zip) {
  const content = parseXml(zip.text('content.xml'))
  const styles = stylesOf([content])
  const size = new SheetSize()
  const asides = []
  const sheets = descendants(content.documentElement, 'table')
    .filter((table) => table.parentNode?.localName === 'spreadsheet')
    .map((table) => ({
      name: attribute(table, 'name') ?? '',
      isHidden: styles.isHiddenTable(attribute(table, 'style-name')),
      rows: rowsOf(table, size, asides),
    }))
  return { kind: 'sheets', sheets, asides }
}

function rowsOf(table, size, asides) {
  const rows = []
  let number = 1
  for (const row of descendants(table, 'table-row')) {
    const repeated = countOf(row, 'number-rows-repeated')
    const cells = cellsOf(row, number, size, asides)
    if (cells.length > 0)
      for (let copy = 0; copy < repeated; copy += 1) {
        size.takeRow(number + copy)
        const isHidden = ['collapse', 'filter'].includes(attribute(row, 'visibility'))
        rows.push({
          number: number + copy,
          ...(isHidden ? { isHidden } : {}),
          cells: copy === 0 ? cells : cellsOf(row, number + copy, size, []),
        })
      }
    number += repeated
  }
  return rows
}

function cellsOf(row, number, size, asides) {
  const cells = []
  let column = 0
  for (const cell of childElements(row)) {
    if (!['table-cell', 'covered-table-cell'].includes(cell.localName)) continue
    const repeated = countOf(cell, 'number-columns-repeated')
    const isFormula = attribute(cell, 'formula') !== undefined
    const value = contentOf(cell)
    for (const note of childElements(cell).filter((child) => child.localName === 'annotation'))
      asides.push({
        kind: 'comment',
        text: plainText(note, ['creator', 'date']).trim(),
        quote: `${columnName(column)}${number}`,
      })
    if (isFormula || value.text !== '')
      for (let copy = 0; copy < repeated; copy += 1) {
        size.takeCell(column + copy + 1)
        cells.push({
          column: column + copy,
          ...value,
          isFormula,
          at: `${columnName(column + copy)}${number}`,
        })
      }
    column += repeated
  }
  return cells
}

function contentOf(cell) {
  const amount = attribute(cell, 'value')
  const number = amount === undefined ? Number.NaN : Number(amount)
  switch (attribute(cell, 'value-type')) {
    case 'float':
    case 'currency':
      if (Number.isFinite(number)) return { text: String(number).replace('.', ','), number }
      break
    case 'percentage':
      if (Number.isFinite(number)) return { text: `${number * 100}%` }
      break
    case 'boolean':
      return { text: attribute(cell, 'boolean-value') === 'true' ? 'Ja' : 'Nee' }
    case 'date': {
      const date = /^\d{4}-\d\d-\d\d/.exec(attribute(cell, 'date-value') ?? '')?.[0]
      if (date !== undefined) return { text: date, date }
      break
    }
  }
  return { text: plainText(cell, ['annotation']) }
}

function countOf(element, name) {
  const count = Number(attribute(element, name) ?? 1)
  return Number.isInteger(count) && count >= 1 ? count : 1
}

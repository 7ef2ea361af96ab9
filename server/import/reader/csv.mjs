// A text of separated values: whatever separator, quotes and encoding the spreadsheet that wrote it was set to.
import { decodeText } from './decode-text.mjs'
import { Refusal } from './refusal.mjs'

const maxCells = 60_000
const maxRows = 3000

export function readCsv(bytes) {
  const text = decodeText(bytes)
  const separator = separatorOf(text)
  if (separator === null) throw new Refusal('import-wrong-type')
  const rows = split(text, separator).map((cells, index) => ({
    number: index + 1,
    cells: cells.flatMap((value, column) =>
      value.trim() === ''
        ? []
        : [
            {
              column,
              text: value,
              isFormula: false,
              at: `regel ${index + 1}, kolom ${column + 1}`,
            },
          ],
    ),
  }))
  return {
    kind: 'sheets',
    asides: [],
    sheets: [{ name: '', isHidden: false, rows: rows.filter((row) => row.cells.length > 0) }],
  }
}

/** The one that parts the first lines most, outside quotes. */
function separatorOf(text) {
  const head = text
    .split(/\r\n?|\n/, 12)
    .join('\n')
    .replace(/"[^"]*"/g, '')
  const counts = [';', '\t', ','].map((separator) => ({
    separator,
    count: head.split(separator).length - 1,
  }))
  const best = counts.reduce((most, candidate) => (candidate.count > most.count ? candidate : most))
  return best.count === 0 ? null : best.separator
}

function split(text, separator) {
  const rows = [[]]
  let cell = ''
  let isQuoted = false
  let cells = 0
  const endCell = () => {
    rows.at(-1).push(cell)
    cell = ''
    cells += 1
    if (cells > maxCells || rows.length > maxRows) throw new Refusal('import-too-heavy')
  }
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === separator) endCell()
    else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') at += 1
      endCell()
      rows.push([])
    } else cell += letter
  }
  endCell()
  return rows
}

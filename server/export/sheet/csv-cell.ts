import { guardFormula } from '#shared/formula-guard.ts'

export function csvCell(text: string): string {
  return quoted(guardFormula(text))
}

/** For values that we wrote ourselves, such as a negative amount. */
export function quoted(text: string): string {
  return /[";\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * As Dutch spreadsheets read it: UTF-8 with a byte order mark, semicolons. The cells are notated
 * already.
 */
export function csvFile(rows: readonly (readonly string[])[]): Uint8Array {
  return new TextEncoder().encode(`${byteOrderMark}${csvLines(rows)}`)
}

const byteOrderMark = '\ufeff'
const csvLines = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => `${row.join(';')}\r\n`).join('')

/** The same in parts, each made when it is asked for. The cells are not notated yet. */
export async function* csvParts(
  head: readonly string[],
  pages: AsyncIterable<readonly (readonly string[])[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield csvFile([head.map(csvCell)])
  for await (const rows of pages)
    yield encoder.encode(csvLines(rows.map((row) => row.map(csvCell))))
}

import { printedText } from '#shared/text/printed-text.ts'
import { columnBands, isWide, textWidth } from './column-widths.ts'
import { type DocumentBlock, type DocumentTable, note, type TableRow } from './document-tree.ts'

export type Orientation = 'portrait' | 'landscape'
export type DocumentPart = { orientation: Orientation; nodes: DocumentBlock[] }

/**
 * A section with a table that is too wide for a portrait page is printed in landscape as a whole.
 */
export function splitByOrientation(nodes: readonly DocumentBlock[]): DocumentPart[] {
  const parts: DocumentPart[] = []
  for (const nodesOfSection of splitAtSections(nodes)) {
    const orientation = nodesOfSection.some((node) => node.kind === 'table' && isWide(node))
      ? 'landscape'
      : 'portrait'
    const last = parts.at(-1)
    const fitting = nodesOfSection.flatMap((node) =>
      node.kind === 'table' ? inBands(node) : [node],
    )
    if (last?.orientation === orientation) last.nodes.push(...fitting)
    else parts.push({ orientation, nodes: fitting })
  }
  return parts.length > 0 ? parts : [{ orientation: 'portrait', nodes: [] }]
}

/** A table with more columns than any page is wide continues below itself. */
function inBands(table: DocumentTable): DocumentBlock[] {
  const bands = columnBands(table, textWidth.landscape)
  if (bands.length < 2) return [table]
  return bands.flatMap((band, at) => [
    ...(at === 0 ? [] : [note(printedText.tableGoesOn)]),
    {
      ...table,
      columns: band.flatMap((x) => table.columns[x] ?? []),
      rows: table.rows.map((row) => ({ ...row, cells: band.flatMap((x) => row.cells[x] ?? []) })),
    },
  ])
}

function splitAtSections(nodes: readonly DocumentBlock[]): DocumentBlock[][] {
  const sections: DocumentBlock[][] = []
  for (const node of nodes) {
    const last = sections.at(-1)
    if (last === undefined || (node.kind === 'heading' && node.level === 1)) sections.push([node])
    else last.push(node)
  }
  return sections
}

/**
 * The rows at the top of a table that a page may repeat. A group heads the rows below it alone: on
 * a page with rows of another group its name would mislead.
 */
export function headRows(rows: readonly TableRow[]): number {
  const body = rows.findIndex((row) => row.kind !== 'header' && row.kind !== 'group')
  const heads = rows.slice(0, body === -1 ? rows.length : body)
  const isOneGroup = rows.filter((row) => row.kind === 'group').length < 2
  return isOneGroup ? heads.length : heads.filter((row) => row.kind === 'header').length
}

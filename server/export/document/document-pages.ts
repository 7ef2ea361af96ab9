import { isWide } from '../docx/docx-widths.ts'
import type { DocumentBlock, TableRow } from './document-tree.ts'

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
    if (last?.orientation === orientation) last.nodes.push(...nodesOfSection)
    else parts.push({ orientation, nodes: nodesOfSection })
  }
  return parts.length > 0 ? parts : [{ orientation: 'portrait', nodes: [] }]
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

/** The rows of each group apart. */
export function splitAtGroups(rows: readonly TableRow[]): TableRow[][] {
  const parts: TableRow[][] = []
  for (const row of rows) {
    const last = parts.at(-1)
    if (last === undefined || row.kind === 'group') parts.push([row])
    else last.push(row)
  }
  return parts
}

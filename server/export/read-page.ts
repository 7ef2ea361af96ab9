import type { ReadBlock, ReadPageContent } from '#shared/api/read-links.ts'
import { unboxed } from './document/document-boxes.ts'
import type { DocumentBlock, DocumentTree } from './document/document-tree.ts'

/** A document as a page for readers without an account. */
export function readPageContent(tree: DocumentTree): ReadPageContent {
  return {
    title: tree.title,
    subtitle: tree.subtitle ?? null,
    head: tree.head,
    blocks: unboxed(tree.nodes).flatMap(readBlock),
  }
}

/**
 * Names every field that is published: an id or a typed value that is added to a document later
 * stays inside by default.
 */
function readBlock(block: DocumentBlock): ReadBlock[] {
  switch (block.kind) {
    case 'heading':
      return [
        {
          kind: 'heading',
          level: block.level,
          runs: block.runs,
          ...(block.number === undefined ? {} : { number: block.number }),
        },
      ]
    case 'paragraph':
      return [{ kind: 'paragraph', role: block.role, runs: block.runs }]
    case 'list':
      return [
        {
          kind: 'list',
          ordered: block.ordered,
          start: block.start,
          items: block.items.map((item) => item.flatMap(readBlock)),
        },
      ]
    case 'quote':
      return [{ kind: 'quote', content: block.content.flatMap(readBlock) }]
    case 'rule':
      return [{ kind: 'rule' }]
    case 'table':
      return [
        {
          kind: 'table',
          columns: block.columns.map(({ label, align }) => ({ label, align })),
          rows: block.rows.map((row) => ({
            kind: row.kind,
            cells: row.cells.map((cell) => ({
              content: cell.content.flatMap(readBlock),
              ...(cell.isHeader === undefined ? {} : { isHeader: cell.isHeader }),
            })),
          })),
        },
      ]
    case 'picture': {
      const { alt, decorative, width, height, scale } = block
      return [{ kind: 'picture', file: block.file, alt, decorative, width, height, scale }]
    }
    case 'guidance':
      return []
  }
}

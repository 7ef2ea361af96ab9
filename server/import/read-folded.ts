import type { Column } from '#shared/format/columns.ts'
import { labelKey } from '#shared/import/label-key.ts'
import type { FileBlock } from './file.ts'
import { blocksText, inlineAfter, inlineText } from './file-text.ts'
import type { GridCell } from './read-cell.ts'

/** How many letters of a line are the label and its colon; 0 when it begins with something else. */
export function lettersOfLabel(text: string, label: string): number {
  const colon = /^[^:?]{0,200}[:?]\s*/.exec(text)?.[0] ?? ''
  if (colon !== '' && labelKey(colon) === labelKey(label)) return colon.length
  return labelKey(text) === labelKey(label) ? text.length : 0
}

/**
 * Takes apart a cell in which several columns stand, each with its name ("Spreekt namens: …"). What comes before the first
 * name belongs to the column that names the whole cell.
 */
export function readFolded(
  cell: GridCell,
  head: Column | null,
  columns: readonly Column[],
): { column: Column; cell: GridCell }[] {
  if (cell.blocks === null) return head === null ? [] : [{ column: head, cell }]
  const parts: { column: Column; blocks: FileBlock[] }[] =
    head === null ? [] : [{ column: head, blocks: [] }]
  for (const block of cell.blocks) {
    const text = block.kind === 'paragraph' ? inlineText(block.inline) : ''
    const named =
      block.kind === 'paragraph' && block.list === null
        ? columns
            .map((column) => ({ column, letters: lettersOfLabel(text, column.label) }))
            .find(({ letters }) => letters > 0)
        : undefined
    if (named !== undefined && block.kind === 'paragraph')
      parts.push({
        column: named.column,
        blocks: [{ ...block, inline: inlineAfter(block.inline, named.letters) }],
      })
    else parts.at(-1)?.blocks.push(block)
  }
  return parts.map(({ column, blocks }) => ({
    column,
    cell: { ...cell, blocks, text: blocksText(blocks) },
  }))
}

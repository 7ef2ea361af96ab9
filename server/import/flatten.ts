import type { FileBlock, FileParagraph, FileTable } from './file.ts'
import { inlineText, isBlank } from './file-text.ts'

/** What a document comes down to: lines, and tables that are more than boxes around lines. */
export type Item = FileParagraph | FileTable

type Judge = { isKnownLine(text: string): boolean; isData(table: FileTable): boolean }

/**
 * Takes the boxes off: many forms put each heading, instruction and answer in a cell. A table with rows of the form, or
 * with nothing that the form knows (then somebody made it as part of an answer), stays a table.
 */
export function flattened(blocks: readonly FileBlock[], judge: Judge): Item[] {
  return blocks.flatMap((block): Item[] => {
    if (block.kind === 'paragraph' || judge.isData(block) || !isLayout(block, judge)) return [block]
    return block.rows.flatMap((row) => row.cells.flatMap((cell) => flattened(cell.blocks, judge)))
  })
}

function isLayout(table: FileTable, judge: Judge): boolean {
  const isBox =
    table.rows.every(
      (row) => row.cells.filter((cell) => !cell.blocks.every(isBlank)).length <= 1,
    ) && table.rows.length <= 2
  return (
    isBox ||
    table.rows.some((row) =>
      row.cells.some((cell) =>
        cell.blocks.some((block) =>
          block.kind === 'paragraph'
            ? judge.isKnownLine(inlineText(block.inline))
            : judge.isData(block) || isLayout(block, judge),
        ),
      ),
    )
  )
}

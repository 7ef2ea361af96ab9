import type { FileBlock, FileParagraph, FileTable } from '../file.ts'
import { blocksText, inlineText, isBlank } from '../file-text.ts'
import { sectionByTitle } from './form-labels.ts'
import { type FormVocabulary, isKnownLine, knownTable } from './form-vocabulary.ts'

/**
 * A line, or a table that is more than a layout box around lines; with the words of the next item.
 */
export type OutlineItem = { block: FileParagraph | FileTable; next: string }

/** The content of a document in reading order, without blank lines. */
export type FormOutline = {
  items: readonly OutlineItem[]
  /** Level of the headings that are sections; null if the document has none. */
  sectionLevel: number | null
  /** Sections with such a heading: no other line is a heading of theirs. */
  headed: ReadonlySet<string>
}

export function outlineOf(blocks: readonly FileBlock[], vocabulary: FormVocabulary): FormOutline {
  const lines = flattened(blocks, vocabulary).filter((block) => !isBlank(block))
  const headings = lines.flatMap((block) => {
    if (block.kind === 'table' || block.level === null || block.level === 0) return []
    const section = sectionByTitle(inlineText(block.inline), vocabulary.format)
    return section === null ? [] : [{ id: section.id, level: block.level }]
  })
  const sectionLevel =
    headings.length === 0 ? null : Math.min(...headings.map(({ level }) => level))
  return {
    items: lines.map((block, index) => ({ block, next: textOf(lines[index + 1]) })),
    sectionLevel,
    headed: new Set(headings.flatMap(({ id, level }) => (level === sectionLevel ? [id] : []))),
  }
}

export function textOf(block: FileParagraph | FileTable | undefined): string {
  if (block === undefined) return ''
  return block.kind === 'paragraph' ? inlineText(block.inline) : blocksText([block])
}

/**
 * Unwraps layout boxes: many forms put each heading, instruction and answer in a cell. A table with
 * rows of the form, or with nothing that the form knows (the author added it to an answer), stays a
 * table.
 */
function flattened(
  blocks: readonly FileBlock[],
  vocabulary: FormVocabulary,
): (FileParagraph | FileTable)[] {
  return blocks.flatMap((block) =>
    block.kind === 'paragraph' ||
    knownTable(block, vocabulary) !== null ||
    !isLayout(block, vocabulary)
      ? [block]
      : block.rows.flatMap((row) =>
          row.cells.flatMap((cell) => flattened(cell.blocks, vocabulary)),
        ),
  )
}

function isLayout(table: FileTable, vocabulary: FormVocabulary): boolean {
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
            ? isKnownLine(inlineText(block.inline), vocabulary)
            : knownTable(block, vocabulary) !== null || isLayout(block, vocabulary),
        ),
      ),
    )
  )
}

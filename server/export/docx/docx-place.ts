import { Paragraph, type Table } from 'docx'
import type { DocumentBlock } from '../document/document-tree.ts'
import { style } from './docx-styles.ts'

/** The position of a block in the document. */
export type DocxPlace = {
  /** Twentieths of a point. */
  width: number
  /** Style of running text. */
  text: string
  align?: 'left' | 'right'
  bold?: boolean
  keepNext?: boolean
  indent?: number
  /** -1 outside a list. */
  listLevel: number
}

/** Every list of a document has its own numbering; the writer assigns it. */
export class ListCounter {
  private count = 0

  next(): number {
    this.count += 1
    return this.count
  }
}

/**
 * Writes blocks; passed to the code for nested content, because tables contain blocks and blocks
 * contain tables.
 */
export type WriteBlocks = (
  blocks: readonly DocumentBlock[],
  place: DocxPlace,
) => (Paragraph | Table)[]

/** Space between two tables: without a paragraph Word merges them. */
export function gap(): Paragraph {
  return new Paragraph({ style: style.gap })
}

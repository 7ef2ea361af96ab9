import type { Storage } from '#server/storage/tables.ts'
import type { ReadBlock } from '#shared/api/read-links.ts'
import { fileKinds } from '#shared/files/file-kinds.ts'
import { type PlanFileRow, readBody } from './plan-files.ts'

/** A stored file as the answer to a request. A picture of a text is shown in a page; anything else is downloaded. */
export async function fileAnswer(db: Storage, row: PlanFileRow) {
  const { mediaType, inline, extensions } = fileKinds[row.kind]
  return {
    fileName: row.name ?? `afbeelding.${extensions[0]}`,
    isNameFree: true,
    mediaType,
    isInline: inline && row.name === null,
    tag: row.sha256,
    bytes: await readBody(db, row),
  }
}

/** Whether a page for readers without an account shows this picture. */
export function showsPicture(blocks: readonly ReadBlock[], fileId: string): boolean {
  return blocks.some((block) => isIn(block, fileId))
}

function isIn(block: ReadBlock, fileId: string): boolean {
  switch (block.kind) {
    case 'picture':
      return block.file === fileId
    case 'list':
      return block.items.some((item) => showsPicture(item, fileId))
    case 'quote':
      return showsPicture(block.content, fileId)
    case 'table':
      return block.rows.some(({ cells }) =>
        cells.some(({ content }) => showsPicture(content, fileId)),
      )
    case 'heading':
    case 'paragraph':
    case 'rule':
      return false
  }
}

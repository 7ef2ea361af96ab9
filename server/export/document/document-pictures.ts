import type { PictureKind } from '#shared/files/file-kinds.ts'
import type { DocumentBlock, DocumentPicture, DocumentTree, PictureImage } from './document-tree.ts'

/** A stored picture, as an export gets it. */
export type GivenPicture = { id: string; kind: PictureKind; bytes: Uint8Array }

export type NamedPictures = ReadonlyMap<string, PictureImage>

const extensions = { png: 'png', jpeg: 'jpg' } as const

/** The pictures by their id, each with a name for a file in a package: `afbeelding-1.png`. */
export function namePictures(pictures: readonly GivenPicture[]): NamedPictures {
  return new Map(
    pictures.map(({ id, kind, bytes }, index) => [
      id,
      { kind, bytes, name: `afbeelding-${index + 1}.${extensions[kind]}` },
    ]),
  )
}

/** The document with the bytes of its pictures, as far as they are there. */
export function placePictures(tree: DocumentTree, pictures: NamedPictures): DocumentTree {
  return pictures.size === 0
    ? tree
    : { ...tree, nodes: tree.nodes.map((node) => placed(node, pictures)) }
}

function placed(block: DocumentBlock, pictures: NamedPictures): DocumentBlock {
  const inside = (blocks: readonly DocumentBlock[]) => blocks.map((one) => placed(one, pictures))
  switch (block.kind) {
    case 'picture':
      return { ...block, image: pictures.get(block.file) ?? null }
    case 'list':
      return { ...block, items: block.items.map(inside) }
    case 'quote':
    case 'guidance':
      return { ...block, content: inside(block.content) }
    case 'table':
      return {
        ...block,
        rows: block.rows.map((row) => ({
          ...row,
          cells: row.cells.map((cell) => ({ ...cell, content: inside(cell.content) })),
        })),
      }
    case 'heading':
    case 'paragraph':
    case 'rule':
      return block
  }
}

/** For a place that shows no picture, or a file that is not there. */
export function pictureWords({ alt, decorative }: DocumentPicture): string {
  if (decorative) return ''
  return alt === '' ? '[Afbeelding]' : `[Afbeelding: ${alt}]`
}

/** What a reader hears: a picture that nobody described is still one. */
export const pictureAlt = ({ alt, decorative }: DocumentPicture): string =>
  decorative ? '' : alt === '' ? 'Afbeelding' : alt

/** Pixels on a page of this many twentieths of a point: never larger than the picture, or higher than a page. */
export function printedSize(
  { width, height, scale }: DocumentPicture,
  pageWidth: number,
): { width: number; height: number } {
  const most = ((pageWidth / 15) * scale) / 100
  const factor = Math.min(1, most / width, highest / height)
  return {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor)),
  }
}

/** Two thirds of a page of A4, at 96 pixels for an inch. */
const highest = 750

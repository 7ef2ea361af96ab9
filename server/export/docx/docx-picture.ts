import { ImageRun, Paragraph } from 'docx'
import { pictureAlt, pictureWords, printedSize } from '../document/document-pictures.ts'
import type { DocumentPicture } from '../document/document-tree.ts'
import type { DocxPlace } from './docx-place.ts'
import { docxRuns } from './docx-runs.ts'

const types = { png: 'png', jpeg: 'jpg' } as const

/** A picture in a paragraph of its own, with its words for a screen reader; without its file the words alone. */
export function docxPicture(picture: DocumentPicture, place: DocxPlace): Paragraph {
  const { image } = picture
  const look = {
    style: place.text,
    ...(place.indent === undefined ? {} : { indent: { left: place.indent } }),
  }
  if (image === null)
    return new Paragraph({ ...look, children: docxRuns([{ text: pictureWords(picture) }]) })
  const alt = pictureAlt(picture)
  return new Paragraph({
    ...look,
    children: [
      new ImageRun({
        type: types[image.kind],
        data: image.bytes,
        transformation: printedSize(picture, place.width - (place.indent ?? 0)),
        altText: { name: image.name, description: alt, title: alt },
      }),
    ],
  })
}

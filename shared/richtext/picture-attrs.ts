import { isFileId } from '../files/file-id.ts'
import { textLengths } from '../limits/text-lengths.ts'
import { uploadLimits } from '../limits/upload-limits.ts'

// Separate from the node of the schema: a page that only shows a picture needs no editor.

/** Parts of the width of a text, in percent. */
export const pictureScales = [25, 50, 75, 100] as const
export type PictureScale = (typeof pictureScales)[number]

/**
 * A picture in a text. `alt` is what it shows, in words; it is empty for one that is decorative, and for one that a program
 * put in without asking. Bytes are never in the document (ADR 0027).
 */
export type PictureAttrs = {
  /** Id of the stored file, which may still be on the device of its author. */
  file: string
  alt: string
  decorative: boolean
  /** Pixels. */
  width: number
  height: number
  scale: PictureScale
}

/** Null if these do not name a file: there is nothing to show. Any other value that is wrong becomes a usual one. */
export function readPictureAttrs(attrs: Readonly<Record<string, unknown>>): PictureAttrs | null {
  if (!isFileId(attrs['file'])) return null
  const edge = (value: unknown, usual: number) => {
    const pixels = Number(value)
    return Number.isInteger(pixels) && pixels >= 1 && pixels <= uploadLimits.pictureEdge.max
      ? pixels
      : usual
  }
  const alt = typeof attrs['alt'] === 'string' ? attrs['alt'] : ''
  const scale = pictureScales.find((one) => one === Number(attrs['scale']))
  return {
    file: attrs['file'],
    alt: alt.slice(0, textLengths.pictureAlt),
    decorative: attrs['decorative'] === true || attrs['decorative'] === 'true',
    width: edge(attrs['width'], 800),
    height: edge(attrs['height'], 600),
    scale: scale ?? 100,
  }
}

import { z } from 'zod'

/**
 * The kinds of file that a plan holds, found by content and never by name. `inline`: the browser may show it in a page;
 * any other kind is only downloaded. There is no kind that runs anything: no SVG, HTML or macros.
 */
export const fileKinds = {
  png: { mediaType: 'image/png', extensions: ['png'], inline: true },
  jpeg: { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'], inline: true },
  pdf: { mediaType: 'application/pdf', extensions: ['pdf'], inline: false },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extensions: ['docx'],
    inline: false,
  },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extensions: ['xlsx'],
    inline: false,
  },
  odt: {
    mediaType: 'application/vnd.oasis.opendocument.text',
    extensions: ['odt'],
    inline: false,
  },
  ods: {
    mediaType: 'application/vnd.oasis.opendocument.spreadsheet',
    extensions: ['ods'],
    inline: false,
  },
  text: { mediaType: 'text/plain; charset=utf-8', extensions: ['txt', 'csv'], inline: false },
} as const satisfies Record<
  string,
  { mediaType: string; extensions: readonly [string, ...string[]]; inline: boolean }
>

export type FileKind = keyof typeof fileKinds
export const FileKindSchema = z.enum(Object.keys(fileKinds) as [FileKind, ...FileKind[]])

export type PictureKind = 'png' | 'jpeg'
export function isPictureKind(kind: FileKind): kind is PictureKind {
  return kind === 'png' || kind === 'jpeg'
}

import JSZip from 'jszip'
import { fileKinds } from '#shared/files/file-kinds.ts'
import type { PictureImage } from '../document/document-tree.ts'
import { element, escapeMarkup } from '../markup.ts'

/**
 * The parts that every OpenDocument file has. Our own code: the available libraries are
 * unmaintained or need a newer Node than ours, and our trees are simple.
 */

const namespaces = {
  office: 'office:1.0',
  style: 'style:1.0',
  text: 'text:1.0',
  table: 'table:1.0',
  number: 'datastyle:1.0',
  fo: 'xsl-fo-compatible:1.0',
  svg: 'svg-compatible:1.0',
  draw: 'drawing:1.0',
  meta: 'meta:1.0',
  manifest: 'manifest:1.0',
} as const

const declarations = {
  ...Object.fromEntries(
    Object.entries(namespaces).map(([prefix, name]) => [
      `xmlns:${prefix}`,
      `urn:oasis:names:tc:opendocument:xmlns:${name}`,
    ]),
  ),
  'xmlns:of': 'urn:oasis:names:tc:opendocument:xmlns:of:1.2',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:xlink': 'http://www.w3.org/1999/xlink',
}

type OdfPartName = 'document-content' | 'document-styles' | 'document-meta'

export function odfPart(name: OdfPartName, inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(`office:${name}`, { ...declarations, 'office:version': '1.3' }, inside)}`
}

export type OdfFile = {
  mediaType:
    | 'application/vnd.oasis.opendocument.text'
    | 'application/vnd.oasis.opendocument.spreadsheet'
  /** Whole parts. */
  content: string
  styles: string
  title: string
  subject: string
  author: string
  description: string
  generatedAtIso: string
  /** By their path. */
  pictures?: ReadonlyMap<string, PictureImage>
}

export async function odfPackage(file: OdfFile): Promise<Uint8Array> {
  const zip = new JSZip()
  const date = new Date(file.generatedAtIso)
  // The type comes first and uncompressed: programs look for it at a fixed place.
  zip.file('mimetype', file.mediaType, { compression: 'STORE', date })
  zip.file('content.xml', file.content, { date })
  zip.file('styles.xml', file.styles, { date })
  zip.file('meta.xml', odfPart('document-meta', element('office:meta', {}, metaOf(file))), { date })
  const pictures = file.pictures ?? new Map<string, PictureImage>()
  // Packed already.
  for (const [path, { bytes }] of pictures)
    zip.file(path, bytes, { date, createFolders: false, compression: 'STORE' })
  zip.file('META-INF/manifest.xml', manifestOf(file.mediaType, pictures), {
    date,
    createFolders: false,
  })
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
}

function metaOf({ title, subject, author, description, generatedAtIso }: OdfFile): string {
  const entries = {
    'meta:generator': 'Wijktafel',
    'dc:title': title,
    'dc:subject': subject,
    'dc:description': description,
    'meta:initial-creator': author,
    'dc:creator': author,
    'meta:creation-date': generatedAtIso,
    'dc:date': generatedAtIso,
    'dc:language': 'nl-NL',
  }
  return Object.entries(entries)
    .map(([name, value]) => `<${name}>${escapeMarkup(value)}</${name}>`)
    .join('')
}

function manifestOf(mediaType: string, pictures: ReadonlyMap<string, PictureImage>): string {
  const entry = (path: string, type: string) =>
    element('manifest:file-entry', { 'manifest:full-path': path, 'manifest:media-type': type })
  const inside = [
    entry('/', mediaType),
    ...['content.xml', 'styles.xml', 'meta.xml'].map((path) => entry(path, 'text/xml')),
    ...[...pictures].map(([path, { kind }]) => entry(path, fileKinds[kind].mediaType)),
  ].join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('manifest:manifest', { 'xmlns:manifest': declarations['xmlns:manifest' as keyof typeof declarations], 'manifest:version': '1.3' }, inside)}`
}

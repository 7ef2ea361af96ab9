import JSZip from 'jszip'

const oasis = 'urn:oasis:names:tc:opendocument:xmlns'
const namespaces = [
  ...['office', 'text', 'table', 'style', 'form'].map(
    (name) => `xmlns:${name}="${oasis}:${name}:1.0"`,
  ),
  `xmlns:draw="${oasis}:drawing:1.0"`,
  `xmlns:fo="${oasis}:xsl-fo-compatible:1.0"`,
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:xlink="http://www.w3.org/1999/xlink"',
].join(' ')

const part = (root: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<office:${root} ${namespaces}>${inside}</office:${root}>`

export type OpenDocument = {
  kind: 'text' | 'spreadsheet'
  body: string
  /** Automatic styles. */
  styles?: string
  /** Margins of the pages. */
  master?: string
  files?: Readonly<Record<string, string>>
}

/** An OpenDocument file with exactly this XML in its body. */
export async function openDocument(document: OpenDocument): Promise<Uint8Array> {
  const { kind, body, styles = '', master = '', files = {} } = document
  const zip = new JSZip()
  zip.file('mimetype', `application/vnd.oasis.opendocument.${kind}`)
  zip.file(
    'content.xml',
    part(
      'document-content',
      `<office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body>`,
    ),
  )
  zip.file(
    'styles.xml',
    part('document-styles', `<office:master-styles>${master}</office:master-styles>`),
  )
  for (const [name, text] of Object.entries(files)) zip.file(name, text)
  return zip.generateAsync({ type: 'uint8array' })
}

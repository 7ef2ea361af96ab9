import JSZip from 'jszip'

const contentTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
const relations = (entries: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries}</Relationships>`
const office = 'http://schemas.openxmlformats.org'
const type = `${office}/officeDocument/2006/relationships`
const namespaces = [
  `xmlns:w="${office}/wordprocessingml/2006/main"`,
  `xmlns:r="${type}"`,
  `xmlns:m="${office}/officeDocument/2006/math"`,
  `xmlns:mc="${office}/markup-compatibility/2006"`,
  `xmlns:wp="${office}/drawingml/2006/wordprocessingDrawing"`,
  `xmlns:a="${office}/drawingml/2006/main"`,
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
].join(' ')

const part = (root: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:${root} ${namespaces}>${inside}</w:${root}>`

/** Parts of a Word file by their name in it: `footnotes`, `comments`, `header1`, `styles`. */
export type WordParts = Readonly<Record<string, string>>

/** A Word file with exactly this XML in its body: elements that no library writes. */
export async function wordFile(body: string, parts: WordParts = {}): Promise<Uint8Array> {
  const zip = new JSZip()
  zip.file('[Content_Types].xml', contentTypes)
  zip.file(
    '_rels/.rels',
    relations(`<Relationship Id="rId1" Type="${type}/officeDocument" Target="word/document.xml"/>`),
  )
  zip.file('word/document.xml', part('document', `<w:body>${body}</w:body>`))
  const kinds = Object.keys(parts)
  zip.file(
    'word/_rels/document.xml.rels',
    relations(
      kinds
        .map(
          (name, at) =>
            `<Relationship Id="rId${at + 10}" Type="${type}/${name.replace(/\d+$/, '')}" Target="${name}.xml"/>`,
        )
        .join(''),
    ),
  )
  for (const [name, inside] of Object.entries(parts))
    zip.file(`word/${name}.xml`, part(rootOf(name), inside))
  return zip.generateAsync({ type: 'uint8array' })
}

function rootOf(name: string): string {
  if (name.startsWith('header')) return 'hdr'
  return name.startsWith('footer') ? 'ftr' : name
}

export const paragraph = (inside: string): string => `<w:p>${inside}</w:p>`
export const run = (text: string, properties = ''): string =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`

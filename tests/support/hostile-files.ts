import JSZip from 'jszip'
import { docxOf, line } from './source-forms.ts'

/** Files that a user might send, by mistake or on purpose. */

type Change = (zip: JSZip) => void | Promise<void>

async function changed(change: Change): Promise<Uint8Array> {
  const zip = await JSZip.loadAsync(await docxOf([line('Betrokken partijen')]))
  await change(zip)
  return zip.generateAsync({
    type: 'uint8array',
    compression: 'DEFLATE',
    compressionOptions: { level: 9 },
  })
}

const documentName = 'word/document.xml'

async function withText(change: (xml: string) => string): Promise<Uint8Array> {
  return changed(async (zip) => {
    zip.file(documentName, change((await zip.file(documentName)?.async('string')) ?? ''))
  })
}

async function withRelation(relation: string): Promise<Uint8Array> {
  return changed(async (zip) => {
    const name = 'word/_rels/document.xml.rels'
    zip.file(
      name,
      ((await zip.file(name)?.async('string')) ?? '').replace(
        '</Relationships>',
        `${relation}</Relationships>`,
      ),
    )
  })
}

const external = (type: string, target: string) =>
  `<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/>`
const megabytes = (count: number) => count * 1024 * 1024
const deep = (count: number) =>
  `${'<w:tbl><w:tr><w:tc>'.repeat(count)}<w:p/>${'</w:tc></w:tr></w:tbl>'.repeat(count)}`
const inBody = (inside: string) => withText((xml) => xml.replace('<w:body>', `<w:body>${inside}`))

/** An archive that declares a small entry, which decompresses to far more. */
async function lying(): Promise<Uint8Array> {
  const bytes = await withText((xml) =>
    xml.replace('<w:body>', `<w:body>${' '.repeat(megabytes(20))}`),
  )
  const buffer = Buffer.from(bytes)
  for (
    let at = buffer.indexOf('PK\u0001\u0002', 0, 'latin1');
    at !== -1;
    at = buffer.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  )
    if (buffer.toString('utf8', at + 46, at + 46 + buffer.readUInt16LE(at + 28)) === documentName)
      buffer.writeUInt32LE(1000, at + 24)
  return new Uint8Array(buffer)
}

export const hostileFiles: Record<
  string,
  { make: () => Promise<Uint8Array> | Uint8Array; code: string }
> = {
  'een leeg bestand': { make: () => new Uint8Array(), code: 'import-empty' },
  'een pdf die .docx heet': {
    make: () => new TextEncoder().encode('%PDF-1.7\n…'),
    code: 'import-wrong-type',
  },
  'een oud Word-bestand': {
    make: () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]),
    code: 'import-old-or-locked',
  },
  'een webpagina': {
    make: () => new TextEncoder().encode('<html><body>Betrokken partijen</body></html>'),
    code: 'import-wrong-type',
  },
  'een programma': {
    make: () => new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]),
    code: 'import-wrong-type',
  },
  'een tekst zonder tabel': {
    make: () => new TextEncoder().encode('gewoon een brief'),
    code: 'import-wrong-type',
  },
  'een zip met iets anders': {
    make: async () => new JSZip().file('foto.jpg', 'x').generateAsync({ type: 'uint8array' }),
    code: 'import-wrong-type',
  },
  'een OpenDocument-bestand': {
    make: async () =>
      new JSZip()
        .file('mimetype', 'application/vnd.oasis.opendocument.text')
        .generateAsync({ type: 'uint8array' }),
    code: 'import-wrong-type',
  },
  'een afgebroken zip': {
    make: async () => (await docxOf([line('x')])).slice(0, 2000),
    code: 'import-broken',
  },
  'kapotte XML': {
    make: () => withText((xml) => xml.replace('</w:p>', '')),
    code: 'import-broken',
  },
  'een zip-bom die zegt hoe groot hij is': {
    make: () =>
      changed((zip) => {
        zip.file('word/media/a.png', new Uint8Array(megabytes(101)))
      }),
    code: 'import-unpacks-too-large',
  },
  'een zip-bom die liegt': { make: lying, code: 'import-unpacks-too-large' },
  'een document van 30 MB tekst': {
    make: () => inBody(`<w:p><w:r><w:t>${'a'.repeat(megabytes(30))}</w:t></w:r></w:p>`),
    code: 'import-unpacks-too-large',
  },
  'drie miljoen letters': {
    make: () => inBody(`<w:p><w:r><w:t>${'abc '.repeat(750_000)}</w:t></w:r></w:p>`),
    code: 'import-too-heavy',
  },
  'duizend tabellen in elkaar': { make: () => inBody(deep(1000)), code: 'import-too-heavy' },
  'tweeduizend bijlagen': {
    make: () =>
      changed((zip) => {
        for (let at = 0; at < 2100; at += 1) zip.file(`word/media/${at}.png`, 'x')
      }),
    code: 'import-unpacks-too-large',
  },
  'een zelf gemaakte entiteit': {
    make: () =>
      withText((xml) =>
        xml.replace('?>', '?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
      ),
    code: 'import-broken',
  },
  'een pad naar buiten': {
    make: () =>
      changed((zip) => {
        zip.file('word/..\\..\\boot.ini', 'x')
      }),
    code: 'import-broken',
  },
  'macro’s': {
    make: () =>
      changed((zip) => {
        zip.file('word/vbaProject.bin', 'x')
      }),
    code: 'import-macros',
  },
  'een document met macro’s dat .docx heet': {
    make: () =>
      changed(async (zip) => {
        const types = (await zip.file('[Content_Types].xml')?.async('string')) ?? ''
        zip.file(
          '[Content_Types].xml',
          types.replace('wordprocessingml.document.main+xml', 'document.macroEnabled.main+xml'),
        )
      }),
    code: 'import-macros',
  },
  'een stuk tekst dat ergens anders staat': {
    make: () => withRelation(external('aFChunk', 'file:///c:/geheim.docx')),
    code: 'import-external',
  },
}

/** These files are read, and the result reports the parts that are left out. */
export const harmlessFiles: Record<
  string,
  { make: () => Promise<Uint8Array>; notice: RegExp | null }
> = {
  'een link om op te klikken': {
    make: () => withRelation(external('hyperlink', 'https://voorbeeld.nl')),
    notice: null,
  },
  'een sjabloon op een andere plek': {
    make: () => withRelation(external('attachedTemplate', 'file:///c:/sjabloon.dotx')),
    notice: /sjabloon/,
  },
  'een plaatje dat ergens anders staat': {
    make: () => withRelation(external('image', 'http://127.0.0.1:9/volg.png')),
    notice: /afbeelding staat op een andere plek/,
  },
  'een enorme afbeelding': {
    make: () =>
      changed((zip) => {
        zip.file('word/media/groot.png', new Uint8Array(megabytes(60)))
      }),
    notice: /afbeelding/,
  },
  'bijgehouden wijzigingen': {
    make: () =>
      inBody(
        '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>nieuw</w:t></w:r></w:ins><w:del w:id="2" w:author="A"><w:r><w:delText>oud</w:delText></w:r></w:del></w:p>',
      ),
    notice: /wijzigingen/,
  },
}

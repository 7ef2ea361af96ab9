import { createHash } from 'node:crypto'
import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PlanContent } from '#shared/plan/content.ts'
import { normalizeRichDoc } from '#shared/richtext/normalize.ts'
import { isInstalled, Office } from '#tests/support/office.ts'
import { jpegOf, pngOf } from '#tests/support/picture-files.ts'
import { testPrinter } from '#tests/support/printer.ts'
import { examplePlan, options } from '#tests/support/sample-plans.ts'
import { xmlFault } from '#tests/support/xml.ts'
import { buildDocument } from './document/document.ts'
import type { GivenPicture } from './document/document-pictures.ts'
import { createFileWriter, type ExportInput } from './export.ts'
import { readPageContent } from './read-page.ts'

const plan = examplePlan('kraaienveen')
const person = String(plan.content.tables['people']?.[0]?.['name'])
const id = (name: string) => `plan.${name.padEnd(16, 'x')}`
const picture = (name: string, more: object = {}) => ({
  type: 'picture',
  attrs: { file: id(name), alt: `Kaart van ${name}`, width: 400, height: 300, ...more },
})
const text = {
  type: 'doc',
  content: [
    { type: 'paragraph', content: [{ type: 'text', text: 'Boven de kaart.' }] },
    picture('wijk'),
    picture('versiering', { alt: '', decorative: true }),
    picture('onderweg'),
    picture('persoon', { alt: `Foto van ${person}`, scale: 50 }),
    { type: 'bulletList', content: [{ type: 'listItem', content: [picture('lijst')] }] },
  ],
}
const content: PlanContent = {
  ...plan.content,
  fields: { ...plan.content.fields, netwerk: normalizeRichDoc(text).doc },
}
const pictures: GivenPicture[] = [
  { id: id('wijk'), kind: 'png', bytes: pngOf({ width: 400, height: 300 }) },
  { id: id('versiering'), kind: 'png', bytes: pngOf({ width: 400, height: 300, shade: 3 }) },
  { id: id('persoon'), kind: 'jpeg', bytes: jpegOf() },
  { id: id('lijst'), kind: 'png', bytes: pngOf({ width: 400, height: 300, shade: 9 }) },
]
const input: ExportInput = { content, format: plan.format, options, pictures }
const writer = createFileWriter({ pdf: testPrinter() })
const read = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('the pictures of a plan', () => {
  let office: Office
  beforeAll(async () => {
    office = await Office.open()
  })
  afterAll(() => office.close())

  it('are in a Word file with their words, and one that is not there yet as its words', async () => {
    const bytes = await writer.write('docx', input)
    const zip = await JSZip.loadAsync(bytes)
    const media = zip.file(/^word\/media\//)
    const sums = await Promise.all(
      media.map(async (file) => sha256(await file.async('uint8array'))),
    )
    expect(sums.sort()).toEqual(pictures.map((one) => sha256(one.bytes)).sort())
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
    expect(xmlFault(xml)).toBe(null)
    expect(xml).toContain('descr="Kaart van wijk"')
    expect(xml).toContain('[Afbeelding: Kaart van onderweg]')
    expect(xml).not.toContain('[Afbeelding: Kaart van wijk]')
  })

  it('are in an OpenDocument text', async () => {
    const zip = await JSZip.loadAsync(await writer.write('odt', input))
    const xml = (await zip.file('content.xml')?.async('string')) ?? ''
    expect(xmlFault(xml)).toBe(null)
    expect(xml).toContain('<svg:title>Kaart van wijk</svg:title>')
    const manifest = (await zip.file('META-INF/manifest.xml')?.async('string')) ?? ''
    for (const [, path = ''] of xml.matchAll(/xlink:href="(Pictures\/[^"]+)"/g)) {
      expect(manifest).toContain(`manifest:full-path="${path}"`)
      expect(zip.file(path)).not.toBe(null)
    }
    expect(zip.file(/^Pictures\//)).toHaveLength(pictures.length)
  })

  it.skipIf(!isInstalled('soffice'))(
    'are seen by LibreOffice in both',
    async () => {
      for (const kind of ['docx', 'odt'] as const) {
        await office.put(`plan.${kind}`, await writer.write(kind, input))
        await office.convert([`plan.${kind}`], 'pdf')
        expect(
          (await office.read('plan.pdf')).match(/\/Subtype\s*\/Image/g)?.length,
        ).toBeGreaterThanOrEqual(3)
      }
    },
    120_000,
  )

  it('are in a PDF, for reading and for archiving', async () => {
    for (const archive of [false, true]) {
      const pdf = read(await writer.write('pdf', { ...input, archive }))
      expect(pdf.match(/\/Subtype\s*\/Image/g)?.length).toBeGreaterThanOrEqual(3)
    }
  })

  it('are in the page itself in HTML, and nothing else is loaded', async () => {
    const html = read(await writer.write('html', input))
    expect(html).toContain('alt="Kaart van wijk"')
    expect(html.match(/<img src="data:image\/(png|jpeg);base64,/g)).toHaveLength(pictures.length)
    expect(html).not.toMatch(/src="(?!data:)/)
    expect(html).toContain('img-src data:')
  })

  it('are words in Markdown by itself, and files beside it in an archive, with checksums', async () => {
    expect(read(await writer.write('md', input))).toContain('Afbeelding: Kaart van wijk')
    const zip = await JSZip.loadAsync(await writer.write('zip', input))
    const files = zip.file(/^afbeeldingen\//)
    expect(files.map(({ name }) => name)).toEqual([
      'afbeeldingen/afbeelding-1.png',
      'afbeeldingen/afbeelding-2.png',
      'afbeeldingen/afbeelding-3.jpg',
      'afbeeldingen/afbeelding-4.png',
    ])
    const sums = await zip.file('SHA256SUMS')?.async('string')
    for (const file of files) {
      expect(sums).toContain(`${sha256(await file.async('uint8array'))}  ${file.name}\n`)
    }
    const [markdown] = zip.file(/\.md$/)
    expect(await markdown?.async('string')).toContain(
      '![Kaart van wijk](<afbeeldingen/afbeelding-1.png>)',
    )
  })

  it('in the public version have no names, and no other picture goes out with it', async () => {
    const other = { id: id('elders'), kind: 'png', bytes: pngOf({ shade: 1 }) } as const
    const open = { ...input, isPublic: true, pictures: [...pictures, other] }
    const html = read(await writer.write('html', open))
    expect(html).toContain('alt="Foto van [naam]"')
    expect(html).not.toContain(person)
    const zip = await JSZip.loadAsync(await writer.write('zip', open))
    expect(zip.file(/^afbeeldingen\//)).toHaveLength(pictures.length)
  })

  it('are named on a page for readers without an account', () => {
    const page = readPageContent(buildDocument(content, plan.format, options))
    expect(JSON.stringify(page.blocks)).toContain('"alt":"Kaart van wijk"')
  })
})

import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { proposeImport } from '#shared/import/propose.ts'
import { planContent, readFormat } from '#tests/support/sample-plans.ts'
import { wordElements as elements, type WordElement } from '#tests/support/word-elements.ts'
import { paragraph, run, wordFile } from '#tests/support/word-file.ts'
import { createFileReader } from './file-reader.ts'
import { createImporter } from './importer.ts'

/**
 * Every word of a Word file is placed, or listed with the reason that it is not, whatever element it
 * stands in. Text that Word does not show is listed and never placed.
 */

const format = readFormat('hecht-wijkverband')
let made = 0
const importer = createImporter(createFileReader(), () => {
  made += 1
  return `rij${made}`
})
afterAll(() => importer.close())

const title = paragraph(run('4. Behoefte aan ondersteuning'))

async function imported(bytes: Uint8Array) {
  const found = await importer.read(bytes, format, { person: 'iemand' })
  const { target, unplaced } = proposeImport(found, planContent(format, { values: {} }), format)
  return {
    placed: JSON.stringify([target.values, target.fields, target.tables]),
    listed: JSON.stringify(unplaced),
    notices: found.notices.join(' '),
  }
}

test.each(Object.keys(elements))('the words of %s are placed or listed', async (name) => {
  const {
    xml,
    shown = [],
    listed = [],
    parts = {},
  }: WordElement = elements[name]?.('zzeenq', 'zztweeq') ?? {
    xml: '',
  }
  const found = await imported(
    await wordFile(title + paragraph(`${run('Begin ')}${xml}${run(' eind')}`), parts),
  )
  for (const word of shown) expect(found.placed).toContain(word)
  for (const word of listed) {
    expect(found.listed).toContain(word)
    if (!shown.includes(word)) expect(found.placed).not.toContain(word)
  }
})

test('a word stands once, whichever edition of a text box is read', async () => {
  const box = elements['a text box in two editions']?.('zzeenq', '')
  const found = await imported(await wordFile(title + paragraph(box?.xml ?? '')))
  expect(found.placed.split('zzeenq')).toHaveLength(2)
})

test('the printed text of an empty content control is no answer', async () => {
  const control = `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${run('Klik om tekst in te voeren')}</w:sdtContent></w:sdt>`
  const found = await imported(
    await wordFile(title + paragraph(control) + paragraph(run('Wij willen hulp.'))),
  )
  expect(found.placed).not.toContain('Klik om')
  expect(found.placed).toContain('Wij willen hulp.')
})

test('a margin that only numbers the pages is not listed', async () => {
  const found = await imported(
    await wordFile(title + paragraph(run('Wij willen hulp.')), {
      footer1: paragraph(run('Pagina 2 van 12')),
    }),
  )
  expect(found.listed).toBe('[]')
})

test('words in are words placed and words listed, whatever elements a document has', async () => {
  const kinds = Object.values(elements).filter((make) => make('', '').parts === undefined)
  const word = fc.integer({ min: 100_000, max: 999_999 }).map((number) => `zz${number}q`)
  const element = fc
    .tuple(fc.constantFrom(...kinds), word, word)
    .map(([make, one, other]) => make(one, other))
  const nested = fc.array(fc.array(element, { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 6,
  })
  await fc.assert(
    fc.asyncProperty(nested, async (paragraphs) => {
      const body = paragraphs.map((each) => paragraph(each.map(({ xml }) => xml).join('')))
      const found = await imported(await wordFile(title + body.join('') + paragraph(run('eind'))))
      const all = paragraphs.flat()
      const shown = all.flatMap((each) => each.shown ?? [])
      const listed = all.flatMap((each) => each.listed ?? [])
      expect(
        shown.filter((one) => !found.placed.includes(one) && !found.listed.includes(one)),
      ).toEqual([])
      expect(listed.filter((one) => !found.listed.includes(one))).toEqual([])
    }),
    { numRuns: 60 },
  )
}, 60_000)

describe('a file of someone else', () => {
  const file = async (name: string) =>
    new Uint8Array(await readFile(new URL(`../../tests/fixtures/imports/${name}`, import.meta.url)))

  test.each([
    ['fldSimple-lost.docx', ['12 maart 2026', 'Ilse ter Braakhuis']],
    ['dropdown-lost.docx', ['Keuze: Nee, nog niet']],
    ['textbox-lost.docx', ['TEKST IN TEKSTVAK', 'TEKST IN OVAAL']],
  ])('%s comes in with all its words', async (name, words) => {
    const { placed } = await imported(await file(name))
    for (const word of words) expect(placed).toContain(word)
  })

  test('a picture that is linked is named, and the text is read', async () => {
    const bytes = await wordFile(title + paragraph(run('Wij willen hulp.')))
    const linked = await withRelation(bytes, 'image', 'http://127.0.0.1:9/beeld.png')
    const found = await imported(linked)
    expect(found.placed).toContain('Wij willen hulp.')
    expect(found.notices).toMatch(/afbeelding staat op een andere plek/)
  })

  test('a text in two hundred thousand runs is refused before it is read', async () => {
    await expect(imported(await file('manyruns.docx'))).rejects.toMatchObject({
      code: 'import-too-heavy',
    })
  })

  test('the guidance of the form is no answer, and lines are lines', async () => {
    const { placed } = await imported(await file('zwolle-form-guidance-becomes-answer.docx'))
    expect(placed).not.toContain('Beschrijf hoe')
    expect(placed).not.toContain('Vul daarnaast')
    expect(placed).toContain('FINAN: alleen wat niemand betaalt.')
    expect(placed).toContain('"title":"ACT1 Startbijeenkomst op 12 februari"')
    expect(placed).toContain('"title":"ACT2 Signalenlijst vanaf 1 april"')
  })
})

async function withRelation(bytes: Uint8Array, kind: string, target: string): Promise<Uint8Array> {
  const { default: JSZip } = await import('jszip')
  const zip = await JSZip.loadAsync(bytes)
  const name = 'word/_rels/document.xml.rels'
  const rels = (await zip.file(name)?.async('string')) ?? ''
  zip.file(
    name,
    rels.replace(
      '</Relationships>',
      `<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}" TargetMode="External"/></Relationships>`,
    ),
  )
  return zip.generateAsync({ type: 'uint8array' })
}

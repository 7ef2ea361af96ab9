import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatEuro } from '#shared/money.ts'
import { type Extreme, extremePlans } from '#tests/support/extreme-plans.ts'
import { isInstalled } from '#tests/support/office.ts'
import { testPrinter } from '#tests/support/printer.ts'
import { exampleNames, examplePlan, options } from '#tests/support/sample-plans.ts'
import { buildDocument } from '../document/document.ts'
import type { DocumentTree, Signature } from '../document/document-tree.ts'
import type { PdfStandard } from './pdf.ts'
import { pdfData } from './pdf-data.ts'
import { pdfGlyphs, rareFontPaths } from './pdf-fonts.ts'

const run = promisify(execFile)
const plans: Record<string, Extreme> = {
  ...Object.fromEntries(exampleNames.map((name) => [name, examplePlan(name)])),
  ...extremePlans(),
}
const signatures: Signature[] = [
  {
    seat: 'Wijkverpleging',
    name: 'Gülcan Yıldız',
    level: 'Uitvoerend',
    signedIn: 'via een link die N. Dekker doorgaf',
    statement: '',
    position: 'Wijkverpleegkundige',
    organisation: 'Thuiszorg Wijkwijs',
    onBehalfOf: '3 organisaties',
    verdict: 'Akkoord',
    date: '2026-03-02',
  },
  {
    seat: 'Paramedici',
    name: 'Ilse de Wit',
    level: '',
    signedIn: 'met een passkey',
    statement: '',
    position: 'Fysiotherapeut',
    organisation: 'Praktijk De Spil',
    onBehalfOf: '',
    verdict: 'Akkoord met opmerking',
    remark: 'Graag in mei terugzien.',
    date: '2026-03-05',
  },
]
const verification = {
  code: 'K7QM-2F9A',
  url: 'https://wijktafel.voorbeeld.nl/controleer/K7QM-2F9A',
}
const treeOf = (name: string): DocumentTree => {
  const plan = plans[name]
  if (plan === undefined) throw new Error(name)
  return buildDocument(plan.content, plan.format, {
    ...options,
    title: plan.title,
    version: 2,
    signatures,
    verification,
  })
}

// A loaded machine takes its time; nothing here is about how much.
describe('the printer', { timeout: 60_000 }, () => {
  const problems: string[] = []
  const printer = testPrinter((warning) => problems.push(warning))
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-pdf-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  const print = async (name: string, standard: PdfStandard): Promise<string> => {
    const path = join(folder, `${name.replaceAll(' ', '-')}-${standard}.pdf`)
    await writeFile(path, printer.print(treeOf(name), standard))
    return path
  }

  // Typst refuses to write what the standard forbids: no title, a skipped level, a character
  // without a glyph.
  test.each(
    Object.keys(plans).flatMap((name) => [[name, 'ua-1'] as const, [name, 'a-2a'] as const]),
  )(
    '%s passes the checks of %s',
    async (name, standard) => {
      const path = await print(name, standard)
      expect(problems).toEqual([])
      if (!isInstalled('pdfinfo')) return
      const { stdout: facts } = await run('pdfinfo', [path])
      expect(facts).toMatch(/^Tagged:\s+yes$/m)
      expect(facts).toMatch(/^Title:\s+\S/m)
      const fonts = (await run('pdffonts', [path])).stdout
        .split('\n')
        .slice(2)
        .filter((line) => line !== '')
      expect(fonts.length).toBeGreaterThan(0)
      for (const line of fonts) expect(line).toMatch(/\s(yes)\s+(yes|no)\s+(yes)\s+\d+\s+\d+$/)
    },
    30_000,
  )

  test.skipIf(!isInstalled('pdfinfo'))(
    'the structure has headings, tables with header cells, lists and the language',
    async () => {
      const path = await print('broekerveld', 'ua-1')
      const { stdout } = await run('pdfinfo', ['-struct', path])
      for (const tag of [
        'H1',
        'H2',
        'Table',
        'THead',
        'TH',
        'TD',
        'TBody',
        'L',
        'LI',
        'P',
        'TOC',
        'Figure',
      ])
        expect(stdout).toMatch(new RegExp(`^\\s*${tag}\\b`, 'm'))
      expect(
        Buffer.from(printer.print(treeOf('broekerveld'), 'ua-1')).toString('latin1'),
      ).toContain('/Lang (nl-NL)')
    },
  )

  test.skipIf(!isInstalled('pdfinfo')).each(exampleNames)(
    '%s reads as the plan: cover, every total, sign sheet',
    async (name) => {
      const { content, title } = examplePlan(name)
      const text = (await run('pdftotext', [await print(name, 'ua-1'), '-'])).stdout
      const flat = text.replace(/\s+/g, ' ')
      for (const words of [
        title,
        'Versie',
        'Inhoud',
        'Akkoord',
        'Gülcan Yıldız',
        '3 organisaties',
        'Akkoord met',
        '5 maart 2026',
        'K7QM-2F9A',
        'Pagina 1 van',
      ])
        expect(flat).toContain(words)
      const totals = content.totals['budget']
      for (const cents of [totals?.totalCents ?? 0, ...Object.values(totals?.groups ?? {})])
        expect(flat).toContain(formatEuro(cents).replace('\u00a0', ' '))
    },
  )

  test.skipIf(!isInstalled('pdfinfo'))(
    'text that can’t be printed is visibly absent, and the cover says so',
    async () => {
      const text = (
        await run('pdftotext', ['-layout', await print('alle alfabetten', 'ua-1'), '-'])
      ).stdout
      for (const words of [
        '[?]',
        'tekens kunnen in een pdf niet worden afgedrukt',
        'Łódź',
        'Привет',
        '#eval("1") *x* $y$ @z <a> #read("/etc/passwd")',
      ])
        expect(text).toContain(words)
    },
  )
})

// The Chinese font may be left out of an installation, for its size.
describe.skipIf(rareFontPaths('Noto Sans SC').length === 0 || !isInstalled('pdftotext'))(
  'scripts that few plans have',
  { timeout: 60_000 },
  () => {
    const words = { 'Noto Sans Hebrew': 'שלום', 'Noto Sans SC': '社区计划漢字ひらがな' }

    test.each(Object.entries(words))(
      '%s is read only for a plan that needs it',
      async (family, text) => {
        const { visible } = pdfGlyphs()
        expect(visible('Wijkplan: Łódź, مرحبا 😀').families.size).toBe(0)
        expect(visible(text)).toMatchObject({ text, missing: 0, families: new Set([family]) })
        const problems: string[] = []
        const tree = { ...treeOf('zonder iets'), title: `Plan ${text}` }
        const folder = await mkdtemp(join(tmpdir(), 'wijktafel-pdf-'))
        try {
          for (const standard of ['ua-1', 'a-2a'] as const) {
            const path = join(folder, `${standard}.pdf`)
            await writeFile(path, testPrinter((said) => problems.push(said)).print(tree, standard))
            const fonts = (await run('pdffonts', [path])).stdout
            expect(fonts).toContain(family.replaceAll(' ', ''))
            const usual = join(folder, 'usual.pdf')
            await writeFile(usual, testPrinter().print(treeOf('zonder iets'), standard))
            expect((await run('pdffonts', [usual])).stdout).not.toMatch(/NotoSans(?:SC|Hebrew)/)
            const read = (await run('pdftotext', [path, '-'])).stdout.replace(
              /[\u202a-\u202e]/g,
              '',
            )
            expect(read).toContain(text)
            expect(read).not.toContain('[?]')
          }
        } finally {
          await rm(folder, { recursive: true, force: true })
        }
        expect(problems).toEqual([])
      },
    )
  },
)

describe('the input of the page design', () => {
  test('is data: everything a person typed is in JSON strings, links only lead where links may', () => {
    const { json: data } = pdfData(treeOf('alles in elkaar'), pdfGlyphs())
    expect(JSON.parse(data)).toMatchObject({ title: 'Plan & <b>"alles"</b>', warnings: [] })
    expect(data).not.toContain('javascript')
  })

  test('a box with a cross keeps its cross; joiners and skin tones vanish without a sign', () => {
    const { visible } = pdfGlyphs()
    expect(visible('☒ Ja ☐ Nee')).toMatchObject({ text: '☑ Ja ☐ Nee', missing: 0 })
    expect(visible('👍🏽 ❤️').missing).toBe(0)
    expect(visible('e\u0301')).toMatchObject({ text: 'é', missing: 0 })
    expect(visible('ᚠ한')).toMatchObject({ text: '[?][?]', missing: 2 })
  })
})

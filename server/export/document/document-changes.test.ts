import { describe, expect, it } from 'vitest'
import type { Format } from '#shared/format/schema.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import type { PlanContent, PlanInput } from '#shared/plan/content.ts'
import type { RichDoc } from '#shared/richtext/rich-doc.ts'
import { testPrinter } from '#tests/support/printer.ts'
import { options, planContent } from '#tests/support/sample-plans.ts'
import { createFileWriter } from '../export.ts'
import { writeMarkdown } from '../markdown.ts'
import { buildDocument } from './document.ts'

const format: Format = FormatSchema.parse(medrie)
const values = {
  wijk: 'Kraaienveen',
  team: 'Wijkteam',
  periodFrom: '2026-01-01',
  periodTo: '2027-12-31',
}
const before: PlanInput = {
  values,
  fields: { netwerk: 'Het rapport is gereed op 31 maart 2026.', leden: 'Noor, huisarts.' },
  tables: {
    people: [{ id: 'p1', name: 'Noor van der Lindeweide' }],
    themes: [
      { id: 't1', title: 'Veilig thuis', goal: 'Ouderen wonen langer thuis.' },
      { id: 't2', title: 'Mantelzorg', goal: 'Meer rust.' },
    ],
    budget: [
      { id: 'b1', group: 't1', description: 'Training', quantityHundredths: 100, rateCents: 7_500 },
    ],
  },
}
const after: PlanInput = {
  values: { ...values, team: 'Kernteam' },
  fields: { netwerk: 'Het rapport is gereed op 30 april 2026.', leden: bold('Noor, huisarts.') },
  tables: {
    people: [{ id: 'p1', name: 'Noor van der Lindeweide' }],
    themes: [
      { id: 't1', title: 'Veilig en gezond thuis', goal: 'Ouderen wonen langer thuis.' },
      { id: 't3', title: 'Valpreventie', goal: 'Minder vallen.' },
    ],
    budget: [
      {
        id: 'b1',
        group: 't1',
        description: 'Training van Noor van der Lindeweide',
        quantityHundredths: 200,
        rateCents: 7_500,
      },
    ],
  },
}

function bold(text: string): RichDoc {
  return {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text, marks: [{ type: 'bold' }] }] }],
  } as RichDoc
}

const since = (content: PlanContent) => ({ name: 'versie 1 (Overleg 13 januari)', content })
const chapter = (text: string) =>
  text
    .slice(text.indexOf('Wijzigingen sinds versie 1'))
    .replace(/\\/g, '')
    .replaceAll('\u00a0', ' ')

describe('the changes since a version', () => {
  const [old, now] = [planContent(format, before), planContent(format, after)]
  const text = chapter(
    new TextDecoder().decode(
      writeMarkdown(buildDocument(now, format, { ...options, since: since(old) })),
    ),
  )

  it('names every change in words, under the headings of the form', () => {
    expect(text).toContain('totaal + € 75,00')
    expect(text).toMatch(/\[verwijderd: .*Wijkteam.*\] \[nieuw: .*Kernteam.*\]/)
    expect(text).toMatch(/gereed op \[verwijderd: ~~31 maart~~\]\s*\[nieuw: \*\*30 april\*\*\]/)
    expect(text).toContain('Alleen de opmaak is gewijzigd.')
    expect(text).toContain('Mantelzorg (verwijderd)')
    expect(text).toContain('Valpreventie (nieuw)')
    expect(text).toMatch(/\[nieuw: \*\*Minder vallen\.\*\*\]/)
    expect(text).toMatch(/\[verwijderd: .*€ 75,00.*\] \[nieuw: .*€ 150,00.*\]/)
    // Unchanged text is in the plan itself.
    expect(text).not.toContain('Ouderen wonen langer thuis')
  })

  it('says that nothing changed', () => {
    expect(
      chapter(
        new TextDecoder().decode(
          writeMarkdown(buildDocument(old, format, { ...options, since: since(old) })),
        ),
      ),
    ).toContain('Geen verschillen')
  })

  it('is in a PDF that keeps to PDF/UA, and leaves names and rates out of an open version', async () => {
    const writer = createFileWriter({ pdf: testPrinter() })
    const input = { content: now, format, options: { ...options, since: since(old) } }
    expect((await writer.write('pdf', input)).length).toBeGreaterThan(10_000)
    const open = chapter(
      new TextDecoder().decode(await writer.write('md', { ...input, isPublic: true })),
    )
    expect(open).toContain('Training van [naam]')
    for (const secret of ['Lindeweide', '75,00 per']) expect(open).not.toContain(secret)
  })

  it('is refused between plans of different forms', () => {
    expect(() =>
      buildDocument(
        { ...now, format: { ...now.format, version: now.format.version + 1 } },
        format,
        { ...options, since: since(old) },
      ),
    ).toThrow(expect.objectContaining({ code: 'formats-differ' }))
  })
})

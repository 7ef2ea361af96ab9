import { describe, expect, test } from 'vitest'
import { hasOfficialForm, isOurs } from '#shared/format/official-form.ts'
import { partsOfFormat } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanInput } from '#shared/plan/content.ts'
import {
  exampleNames,
  examplePlan,
  options,
  planContent,
  readFormat,
} from '#tests/support/sample-plans.ts'
import { buildDocument, type DocumentOptions } from './document.ts'
import { unboxed } from './document-boxes.ts'
import { blockText } from './document-text.ts'

/** The official form prints as the official form; what is ours comes after it, and says so. */

const linesOf = (
  format: Format,
  input: Partial<PlanInput> = {},
  changed: Partial<DocumentOptions> = {},
) =>
  unboxed(
    buildDocument(planContent(format, { values: {}, ...input }), format, {
      ...options,
      ...changed,
    }).nodes,
  )
    .flatMap((node) => blockText(node).split('\n'))
    .filter((line) => line !== '')

const zwolle = readFormat('hecht-wijkverband')
const medrie = readFormat('medrie-wijkplan')
const rijnmond = readFormat('rijnmond-wijkplan')

test('a Zwolle plan that nobody filled in is the form, line for line', () => {
  expect(linesOf(zwolle)).toEqual([
    '1. Huidige situatie in de wijksamenwerking',
    'Beschrijf aanvullend op de vragenlijst, hoe de huidige samenwerking nu wordt georganiseerd.',
    '2. Wat is de gewenste situatie van de wijksamenwerking?',
    '3. Welke stappen ga je doorlopen',
    'Activiteiten (SMART):',
    '4. Behoefte aan ondersteuning',
    'Beschrijf zo concreet mogelijk waar je ondersteuning bij nodig hebt vanuit het projectteam',
    '5. Financiering',
    'Onderbouw welke financiering de samenwerking nodig heeft voor het toewerken naar een hecht wijkverband en welke overige financiering er al binnen deze samenwerking is geregeld.',
    'Beschrijf hoe dubbelfinanciering wordt voorkomen.',
    '6. Begroting',
    'Kosten lokaal aanjagen / coördineren van de samenwerking | aantal | uurtarief | bedrag',
    'Vacatiegelden deelnemers van de wijksamenwerking | aantal | uurtarief | bedrag',
    'Kosten bijeenkomsten |  |  | bedrag',
    'Overige kosten |  |  | bedrag',
    'Totale kosten |  |  | €\u00a00,00',
    '7. Checklist',
    'Wordt het plan door alle kernspelers gedragen en gezamenlijk ingediend?   ☐\u00a0Ja\u00a0\u00a0\u00a0☐\u00a0Nee',
    'Is het plan afgestemd met andere eerstelijns samenwerkingen in de wijk / kern?   ☐\u00a0Ja\u00a0\u00a0\u00a0☐\u00a0Nee',
  ])
})

test('a Medrie plan that nobody filled in is the form, line for line', () => {
  expect(linesOf(medrie)).toEqual([
    'Naam praktijkteam/wijkteam:',
    'Betrokken partijen',
    'Leden wijkkernteam:',
    'Betrokken wijkpartners (organisaties):',
    'Wat vind je belangrijk in de samenwerking?',
    'Beschrijf hoe je het netwerk vormgeeft en onderhoudt',
    'Bepaal de problemen/thema’s van de wijk',
    'Thema 1:',
    'Doelstelling:',
    'Resultaat:',
    'Begroting en tijdsinvestering (personeel en middelen) wijkplan',
  ])
})

describe.each(exampleNames.filter((name) => hasOfficialForm(examplePlan(name).format)))(
  '%s',
  (name) => {
    const { format, content } = examplePlan(name)
    const lines = (changed: Partial<DocumentOptions> = {}) =>
      unboxed(buildDocument(content, format, { ...options, ...changed }).nodes).flatMap((node) =>
        blockText(node).split('\n'),
      )

    test('has nothing of ours before the last line of the form, apart from pointers to it', () => {
      const all = lines()
      const behind = all.indexOf('Aanvullingen')
      const own = format.sections
        .filter((section) => section.part === 'plan')
        .flatMap((section) => section.blocks.filter((block) => isOurs(block) && !block.isInternal))
      for (const { label = '' } of own)
        for (const line of all.slice(0, behind))
          expect([
            line.startsWith('Zie ook bij'),
            line === label || line.startsWith(`${label}:`),
          ]).not.toEqual([false, true])
      for (const line of all.slice(behind))
        if (format.sections.some((section) => section.title === line)) throw new Error(line)
    })

    test('can leave out what is ours', () => {
      const form = lines({ formOnly: true })
      expect(form).not.toContain('Aanvullingen')
      expect(form.join('\n')).not.toContain('niet in het formulier')
      expect(form.filter((line) => line.startsWith('Zie ook'))).toEqual([])
      expect(lines().slice(0, 5)).toEqual(form.slice(0, 5))
    })
  },
)

test('in a card of the form, what is ours comes last and says so', () => {
  const lines = linesOf(medrie, {
    tables: {
      people: [{ id: 'mens01', name: 'Saar Kok' }],
      themes: [
        {
          id: 'theme01',
          title: 'Vallen',
          lead: 'mens01',
          finding: 'Veel valpartijen',
          goal: 'Minder',
        },
      ],
    },
  })
  expect(
    lines.slice(lines.indexOf('Thema 1: Vallen'), lines.indexOf('Thema 1: Vallen') + 6),
  ).toEqual([
    'Thema 1: Vallen',
    'Doelstelling:',
    'Minder',
    'Resultaat:',
    'Uitkomst van de wijkscan (niet in het formulier): Veel valpartijen',
    'Trekker (niet in het formulier): Saar Kok',
  ])
})

describe('a form that its issuer does not publish', () => {
  test('says so once, and prints what is filled in under its own titles', () => {
    const lines = linesOf(rijnmond, { fields: { doelen: 'Samen sterk' } })
    expect(lines[0]).toBe(
      'De indeling van dit plan komt van Wijktafel en niet van Rijnmond Dokters.',
    )
    expect(lines).toContain('Samen sterk')
    expect(lines).not.toContain('Aanvullingen')
    expect(lines.join('\n')).not.toContain('niet in het formulier')
    expect(lines).not.toContain('Gemeente:')
    expect(lines).not.toContain('Overlegstructuren in de wijk')
  })

  test('prints all of its fields in a working print', () => {
    const lines = linesOf(rijnmond, {}, { guidance: true })
    expect(lines).toContain('Gemeente:')
    expect(lines).toContain('Overlegstructuren in de wijk')
  })
})

test('a member of parts that hold nothing of the form is not told that there is no form', () => {
  const parts = partsOfFormat(zwolle, ['partijen'])
  const lines = linesOf(parts, { tables: { parties: [{ id: 'party01', name: 'De Wetering' }] } })
  expect(lines.join('\n')).not.toContain('De indeling van dit plan')
  expect(lines).toContain('Partijen en vertegenwoordigers (niet in het formulier)')
})

import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { readPlan } from '#shared/plan/read.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { rescueFileName, rescueText } from './rescue.ts'

const format = FormatSchema.parse(medrie)

it('holds every word of the plan, readable and with Dutch amounts', () => {
  const doc = new Y.Doc()
  const input = {
    values: { wijk: 'Lindewijk / Oost', availableBudgetCents: 1_500_000 },
    fields: { themasInleiding: 'Eerste alinea\n\nTweede alinea' },
    tables: {
      themes: [{ id: 'ouderen', title: 'Ouderen', goal: 'Langer thuis' }],
      activities: [{ id: 'a1', title: 'Overleg', theme: 'ouderen' }],
      budget: [
        { id: 'b1', description: 'Coördinator', quantityHundredths: 12_500, rateCents: 7_500 },
      ],
    },
  }
  Y.applyUpdate(
    doc,
    seedPlan(format, input, () => 'r1'),
  )
  const content = readPlan(doc, format, { epoch: 'e', seq: 1 })
  const text = rescueText(content, format)
  for (const words of [
    'Lindewijk / Oost',
    'Eerste alinea\r\nTweede alinea',
    'Langer thuis',
    'Thema: Ouderen',
    'Aantal uren: 125\r',
    '€\u00a075,00',
    '€\u00a09.375,00',
    '€\u00a015.000,00',
  ])
    expect(text).toContain(words)
  expect(rescueFileName(content, Date.UTC(2026, 10, 22, 12, 5))).toBe(
    'kopie-Lindewijk-Oost-2026-11-22-12-05.txt',
  )
})

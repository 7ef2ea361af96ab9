import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import type { PlanInput } from '#shared/plan/content.ts'
import { readPlan } from '#shared/plan/read.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { openFrozenSession } from './frozen-session.ts'
import { wholeView } from './session.ts'

it('shows a version as it was: its document reads the same, amounts, texts and all', () => {
  const format = FormatSchema.parse(medrie)
  const doc = new Y.Doc()
  const input: PlanInput = {
    values: { wijk: 'Lindewijk' },
    fields: { netwerk: 'Een\n\nTwee' },
    tables: {
      themes: [{ id: 't1', title: 'Ouderen', goal: 'Langer thuis' }],
      budget: [
        { id: 'b1', group: 't1', description: 'Uren', quantityHundredths: 125, rateCents: 9_620 },
        {
          id: 'b2',
          group: 't1',
          description: 'Zaalhuur',
          quantityHundredths: 'nvt',
          rateCents: 'nvt',
          amountCents: 25_000,
        },
      ],
    },
  }
  Y.applyUpdate(
    doc,
    seedPlan(format, input, () => 'r'),
  )
  const content = readPlan(doc, format, { epoch: 'e', seq: 7 })
  const session = openFrozenSession({ planId: 'p', format, content })
  expect(readPlan(session.doc, format, { epoch: 'e', seq: 7 })).toEqual(content)
  expect([session.content.get(), session.savedSeq()]).toEqual([content, 7])
  expect(wholeView(session)).toBeNull()
  // @ts-expect-error a past state has no method to change it
  expect(session.change).toBeUndefined()
  session.close()
})

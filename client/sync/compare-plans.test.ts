import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import type { PlanInput } from '#shared/plan/content.ts'
import { readPlan } from '#shared/plan/read.ts'
import { moveRow, removeRow, setCell, setValue } from '#shared/plan/rows.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { comparePlans } from './compare-plans.ts'

const format = FormatSchema.parse(medrie)
const input: PlanInput = {
  values: { wijk: 'Lindewijk', availableBudgetCents: 1_500_000 },
  fields: { themasInleiding: 'Eerste alinea\n\nTweede alinea' },
  tables: {
    themes: [
      { id: 'ouderen', title: 'Ouderen', goal: 'Langer thuis' },
      { id: 'jeugd', title: 'Jeugd' },
    ],
    budget: [{ id: 'b1', description: 'Coördinator', quantityHundredths: 12_500, rateCents: 7_500 }],
  },
}

function plan(change: (doc: Y.Doc) => void = () => {}, values = input) {
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    seedPlan(format, values, () => 'r1'),
  )
  change(doc)
  return readPlan(doc, format, { epoch: 'e', seq: 1 })
}
const differences = (mine: ReturnType<typeof plan>, restored: ReturnType<typeof plan>) => comparePlans(mine, restored, format)

describe('what differs from a restored plan', () => {
  it('is nothing for the same plan', () => expect(differences(plan(), plan())).toEqual([]))

  it('is told per value, text and cell, with both readings', () => {
    const mine = plan((doc) => {
      setValue(doc, 'wijk', 'Lindewijk Oost')
      setValue(doc, 'gemeente', 'Zwolle')
      setCell(doc, 'themes', 'ouderen', 'title', 'Kwetsbare ouderen')
    })
    const restored = plan(() => {}, { ...input, fields: { themasInleiding: 'Eerste alinea' } })
    expect(differences(mine, restored).map(({ id, kind, mine, restored }) => [id, kind, mine, restored])).toEqual(
      expect.arrayContaining([
        ['value/wijk', 'changed', 'Lindewijk Oost', 'Lindewijk'],
        ['value/gemeente', 'onlyMine', 'Zwolle', ''],
        ['field/themasInleiding', 'changed', 'Eerste alinea\nTweede alinea', 'Eerste alinea'],
      ]),
    )
  })

  it('names rows that only one of them has, by what they are called', () => {
    const mine = plan((doc) => removeRow(doc, 'themes', 'ouderen'))
    expect(differences(mine, plan())).toMatchObject([{ kind: 'onlyRestored', label: 'Thema “Ouderen”', mine: '', restored: expect.stringContaining('Langer thuis') }])
    expect(differences(plan(), mine)).toMatchObject([{ kind: 'onlyMine', label: 'Thema “Ouderen”' }])
  })

  it('tells of another order once, and not of what is computed from cells that differ', () => {
    const moved = plan((doc) => moveRow(doc, 'themes', 'jeugd', 0))
    expect(differences(moved, plan())).toMatchObject([{ kind: 'order', mine: '1. Jeugd\n2. Ouderen', restored: '1. Ouderen\n2. Jeugd' }])
    const dearer = plan((doc) => setCell(doc, 'budget', 'b1', 'rateCents', 8_000))
    expect(differences(dearer, plan()).map(({ id, mine, restored }) => [id, mine, restored])).toEqual([['cell/budget/b1/rateCents', '80,00', '75,00']])
  })
})

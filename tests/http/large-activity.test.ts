import { afterAll, beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createActivity } from '#server/plans/activity.ts'
import { silentLogger } from '#server/runtime.ts'
import { planValues, tableRows } from '#shared/plan/layout.ts'
import { type Person, TestInstallation } from './installation.ts'

let test: TestInstallation
let els: Person
beforeAll(async () => {
  test = await TestInstallation.open()
  els = await test.person('Els')
})
afterAll(() => test.close())

it('LI9 who changed very many parts at once is kept as of one, also when more came before it was stored', async () => {
  const planId = await els.createPlan()
  const actor = await els.userId()
  await test.installation.activity.settle()
  const { activity_seq: before } = await test.db
    .selectFrom('plans')
    .select('activity_seq')
    .where('id', '=', planId)
    .executeTakeFirstOrThrow()
  const activity = createActivity({ db: test.db, clock: test.clock, logger: silentLogger })
  const doc = new Y.Doc()
  const changes: (() => void)[] = []
  let seq = before
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    const told = activity.look(planId, transaction)
    seq++
    const change = { seq, at: test.clock.now(), actor }
    changes.push(() => told(change))
  })
  const rows = 1500
  doc.transact(() => {
    for (let i = 0; i < rows; i++) {
      const row = new Y.Map<unknown>()
      tableRows(doc, 'budget').set(`row-${i}`, row)
      row.set('description', `Regel ${i}`)
      row.set('amountCents', i)
    }
    planValues(doc).set('team', 'Team')
  })
  doc.transact(() => planValues(doc).set('team', 'Wijkteam'))
  // The later one is told first: what was put off counts as what it is, not as the last.
  for (const tell of [...changes].reverse()) tell()
  await activity.settle(planId)

  const kept = await test.db
    .selectFrom('plan_activity')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('first_seq', '>', before)
    .execute()
  expect(kept.filter(({ kind }) => kind === 'row')).toHaveLength(rows)
  expect(kept.filter(({ part }) => part === 'team')).toMatchObject([
    { kind: 'value', first_seq: before + 1, last_seq: before + 2 },
  ])
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createActivity } from '#server/plans/activity.ts'
import { nextTurn, silentLogger } from '#server/runtime.ts'
import { planValues, tableRows } from '#shared/plan/layout.ts'
import { type Person, TestInstallation } from './installation.ts'

let test: TestInstallation
let els: Person
beforeAll(async () => {
  test = await TestInstallation.open()
  els = await test.person('Els')
})
afterAll(() => test.close())

it('LI9 a change of very many parts at once is kept as one, also when more came before it was stored', async () => {
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
  // The later change is reported first: a deferred change must not count as the last one.
  for (const tell of [...changes].reverse()) tell()
  const count = async () => {
    const row = await test.db
      .selectFrom('plan_activity')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('plan_id', '=', planId)
      .executeTakeFirstOrThrow()
    return row.count
  }
  // Other requests read the database between two parts of the work: the state that they would see.
  const seen = [await count()]
  let isDone = false
  const settling = activity.settle(planId).then(() => {
    isDone = true
  })
  while (!isDone) {
    await nextTurn()
    seen.push(await count())
  }
  await settling
  const steps = seen.map((now, i) => now - (seen[i - 1] ?? now))
  expect(Math.max(...steps)).toBeLessThanOrEqual(500)

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

import { expect, test } from 'vitest'
import type { Inbox } from '#shared/api/inbox.ts'
import { TestInstallation } from './installation.ts'

test('a plan of before questions were stored asks them from the first start after an upgrade', async () => {
  const before = await TestInstallation.open()
  const els = await before.person('Els')
  const noor = await before.person('Noor')
  const [planId, other] = [await els.createPlan(), await els.createPlan()]
  for (const plan of [planId, other]) await noor.accept(await els.invite(plan, 'editor'))
  await els.post(`/api/plans/${planId}/threads`, {
    target: { kind: 'plan' },
    body: 'Klopt dit?',
    mentions: [await noor.userId()],
  })
  // As a database of such a release is after the migrations.
  await before.db.deleteFrom('asks').execute()
  await before.db.deleteFrom('plan_tasks').execute()
  await before.db.updateTable('plans').set({ asks_kept_at: null }).execute()
  const after = await before.restart()
  try {
    const again = noor.via(after)
    expect((await again.get<Inbox>('/api/me/inbox')).items).toEqual([])
    await after.pass(1_000)
    expect((await again.get<Inbox>('/api/me/inbox')).items).toMatchObject([
      { kind: 'mention', planId },
    ])
    const kept = await after.db.selectFrom('plans').select(['asks_kept_at', 'title']).execute()
    expect(kept.every(({ asks_kept_at }) => asks_kept_at !== null)).toBe(true)
    // Once: what is answered afterwards is not asked again by a later start.
    await after.db.deleteFrom('asks').execute()
    const later = await after.restart()
    await later.pass(1_000)
    expect((await noor.via(later).get<Inbox>('/api/me/inbox')).items).toEqual([])
    await later.close()
  } catch (error) {
    await after.close().catch(() => undefined)
    throw error
  }
})

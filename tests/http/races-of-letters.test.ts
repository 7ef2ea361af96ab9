import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '#shared/limits.ts'
import { noPostgres } from '../support/postgres-server.ts'
import { by, inBothOrders, TwoNodes } from '../support/two-nodes.ts'

describe.skipIf(noPostgres !== null)('letters from two nodes at once', () => {
  let nodes: TwoNodes
  beforeAll(async () => {
    // Letters wait five minutes, so that none is sent here.
    nodes = await TwoNodes.open({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'wijk@voorbeeld.nl' })
  }, 60_000)
  afterAll(() => nodes?.close())

  test('the last letter of the day to a person is queued once, by changes of two plans (limit lettersPerDay)', async () => {
    const els = await nodes.here.person('Els')
    const noor = await nodes.here.person('Noor')
    const noorId = await noor.userId()
    const plans = [await els.createPlan(), await els.createPlan()]
    for (const planId of plans) await noor.accept(await els.invite(planId, 'editor'))
    const letters = () =>
      nodes.db.selectFrom('outbox').select('id').where('user_id', '=', noorId).execute()
    const queued: number[] = []
    const outcomes = await inBothOrders(nodes, /^insert into "outbox"/, async () => {
      queued.push((await letters()).length)
      await nodes.db.deleteFrom('mail_notices').execute()
      await nodes.db.deleteFrom('outbox').execute()
      const now = nodes.here.clock.now()
      for (let n = 1; n < limits.lettersPerDay.max; n++)
        await nodes.db
          .insertInto('outbox')
          .values({
            ...{ id: `brief-${n}`, kind: 'direct', user_id: noorId, created_at: now, due_at: now },
            ...{ state: 'sent', ended_at: now, consultation_id: null, sign_version_id: null },
            ...{ sign_seat: null, claimed_until: null, reason: null },
          })
          .execute()
      const mention = (planId: string | undefined) =>
        by(els, 'POST', `/api/plans/${planId}/threads`, {
          target: { kind: 'plan' },
          body: 'Wilt u hiernaar kijken?',
          mentions: [noorId],
        })
      return [mention(plans[0]), mention(plans[1])]
    })
    queued.push((await letters()).length)
    expect(outcomes).toEqual([
      ['done', 'done'],
      ['done', 'done'],
    ])
    expect(queued.slice(1)).toEqual([limits.lettersPerDay.max, limits.lettersPerDay.max])
  }, 60_000)
})

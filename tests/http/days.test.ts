import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { checkPlans } from '#server/admin/plan-checks.ts'
import { withDailySnapshots } from '#server/plans/days/daily-snapshots.ts'
import { silentLogger } from '#server/runtime.ts'
import { createPlanTurns } from '#server/sync/replica/plan-document.ts'
import { Turns } from '#server/turns.ts'
import type { Day } from '#shared/api/versions.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import type { PlanContent } from '#shared/plan/content.ts'
import { setValue } from '#shared/plan/rows.ts'
import { type Person, smallPlan, TestInstallation, tokenOf } from './installation.ts'

const format = FormatSchema.parse(medrie)
const hourMs = 60 * 60 * 1000

describe('how a plan stood at the end of a day', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeEach(async () => {
    // 13 January, 15:25 in the Netherlands.
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan(smallPlan)
  })
  afterEach(() => test.close())

  /** A change in the log at this moment, without opening the plan, so that nothing is compacted. */
  async function write(wijk: string): Promise<void> {
    const { log } = test.installation
    const loaded = await log.load(planId)
    const doc = new Y.Doc()
    if (loaded?.snapshot != null) Y.applyUpdate(doc, loaded.snapshot)
    for (const { body } of loaded?.changes ?? [])
      if (body.kind === 'update') Y.applyUpdate(doc, body.update)
    const before = Y.encodeStateVector(doc)
    setValue(doc, 'wijk', wijk)
    await log.append([
      {
        planId,
        actor: await els.userId(),
        body: { kind: 'update', update: Y.encodeStateAsUpdate(doc, before) },
      },
    ])
  }
  /** A user opened the plan and left; a while later only its state is stored. */
  async function compact(): Promise<void> {
    const { rooms } = test.installation
    const room = await rooms.open(planId)
    await room.replica.catchUp()
    await room.replica.snapshot()
    expect(
      await test.db
        .selectFrom('plan_changes')
        .select('seq')
        .where('plan_id', '=', planId)
        .where('kind', '=', 'update')
        .execute(),
    ).toEqual([])
  }
  const wijkOn = async (day: string, who = els) =>
    (await who.get<PlanContent>(`/api/plans/${planId}/days/${day}/content`)).values['wijk']

  it('is read from the log, and the same after compaction took it away, also over midnight', async () => {
    await write('Dinsdagmiddag')
    await write('Dinsdagavond')
    expect(await wijkOn('2026-01-13')).toBe('Dinsdagavond')
    await compact()
    expect(await wijkOn('2026-01-13')).toBe('Dinsdagavond')

    // Late on Tuesday in London, which is Wednesday in the Netherlands, and on Thursday: compacted in one pass.
    test.clock.advance(8 * hourMs)
    await write('Dinsdag laat')
    test.clock.advance(hourMs)
    await write('Woensdag')
    test.clock.advance(24 * hourMs)
    await write('Donderdag')
    const days = ['2026-01-13', '2026-01-14', '2026-01-15']
    const read = () => Promise.all(days.map((day) => wijkOn(day)))
    expect(await read()).toEqual(['Dinsdag laat', 'Woensdag', 'Donderdag'])
    const before = await els.get<PlanContent>(`/api/plans/${planId}/days/2026-01-14/content`)
    await compact()
    expect(await read()).toEqual(['Dinsdag laat', 'Woensdag', 'Donderdag'])
    expect(await els.get(`/api/plans/${planId}/days/2026-01-14/content`)).toEqual(before)
    for await (const { faults } of checkPlans(test.db)) expect(faults).toEqual([])
    await test.db
      .updateTable('plan_days')
      .set({ content: Buffer.from('x') })
      .where('day', '=', '2026-01-14')
      .execute()
    for await (const { faults } of checkPlans(test.db))
      expect(faults).toEqual(['hoe het plan er op 2026-01-14 voor stond is onleesbaar'])
  })

  it('a day says whether it can be looked at, and half a year back none can', async () => {
    const noted = (seq: number, at: string) =>
      test.db
        .insertInto('plan_activity')
        .values({
          plan_id: planId,
          kind: 'value',
          part: 'wijk',
          row: '',
          column: '',
          user_id: 'els',
          first_seq: seq,
          last_seq: seq,
          first_at: Date.parse(at),
          last_at: Date.parse(at),
          old_value: null,
        })
        .execute()
    await write('Dinsdag')
    await noted(3, '2026-01-13T14:25:00Z')
    await noted(1, '2026-01-05T10:00:00Z')
    const days = async () =>
      (await els.get<{ days: Day[] }>(`/api/plans/${planId}/history`)).days.map(
        ({ day, isKept }) => [day, isKept],
      )
    expect(await days()).toEqual([
      ['2026-01-13', true],
      ['2026-01-05', false],
    ])
    for (const day of ['2026-01-05', '2026-02-31', 'gisteren'])
      expect(await els.refusal('GET', `/api/plans/${planId}/days/${day}/content`)).toBe(
        '404 day-not-kept',
      )
    await compact()
    test.clock.advance(200 * 24 * hourMs)
    els = await test.person('Els')
    await write('Een half jaar later')
    await compact()
    expect(await test.db.selectFrom('plan_days').select('day').execute()).toEqual([
      { day: '2026-08-01' },
    ])
  })

  it('is for anyone who may read the whole plan', async () => {
    const [reader, wim, outsider] = [
      await test.person('Rens'),
      await test.person('Wim'),
      await test.person('Otto'),
    ]
    await reader.accept(await els.invite(planId, 'reader'))
    const { url } = await els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'reader',
      sections: [format.sections[0]?.id],
    })
    await wim.post(`/api/invites/${tokenOf(url)}/accept`)
    const path = `/api/plans/${planId}/days/2026-01-13/content`
    expect(await wijkOn('2026-01-13', reader)).toBe('Kraaienveen')
    expect(await wim.refusal('GET', path)).toBe('403 parts-only')
    expect(await outsider.refusal('GET', path)).toBe('403 no-access')
  })

  it('stops no compaction when it can not be kept', async () => {
    const { log } = test.installation
    const broken = {
      find: () => {
        throw new Error('no form')
      },
    } as unknown as Parameters<typeof withDailySnapshots>[1]['formats']
    await write('Dinsdag')
    const loaded = await log.load(planId)
    const doc = new Y.Doc()
    for (const { body } of loaded?.changes ?? [])
      if (body.kind === 'update') Y.applyUpdate(doc, body.update)
    await withDailySnapshots(log, {
      db: test.db,
      formats: broken,
      clock: test.clock,
      logger: silentLogger,
      turns: createPlanTurns(new Turns()),
    }).saveSnapshot(planId, loaded?.seq ?? 0, Y.encodeStateAsUpdate(doc))
    expect((await log.load(planId))?.snapshotSeq).toBe(loaded?.seq)
    expect((await els.get<PlanContent>(`/api/plans/${planId}/content`)).values['wijk']).toBe(
      'Dinsdag',
    )
  })
})

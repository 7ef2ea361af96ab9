import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { claimNext } from '#server/mail/outbox-rows.ts'
import { sqlStateOf } from '#server/storage/postgres/postgres-faults.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import { limits } from '#shared/limits.ts'
import { noPostgres } from '../support/postgres-server.ts'
import { type Act, by, inBothOrders, said, TwoNodes } from '../support/two-nodes.ts'
import {
  adopt,
  type Broekerveld,
  broekerveld,
  openBroekerveld,
  overruleWarnings,
  submit,
} from './broekerveld.ts'
import type { Person } from './installation.ts'

/**
 * The transactions of two servers overlap here, in both orders: the first has read everything and is
 * about to write when the second one comes.
 */
describe.skipIf(noPostgres !== null)('plans on two nodes at once', () => {
  let nodes: TwoNodes
  let els: Person
  let noor: Person
  let planId: string
  let named = 0
  beforeAll(async () => {
    nodes = await TwoNodes.open()
  }, 60_000)
  afterAll(() => nodes?.close())
  beforeEach(async () => {
    named++
    els = await nodes.here.person('Els', { email: `els-${named}@voorbeeld.nl` })
    noor = await nodes.here.person('Noor', { email: `noor-${named}@voorbeeld.nl` })
    planId = await els.createPlan()
    await noor.accept(await els.invite(planId, 'coordinator'))
  })

  const race = (before: RegExp, prepare: () => Promise<readonly [Act, Act]>) =>
    inBothOrders(nodes, before, prepare)
  const twice = (first: string, second: string) => [
    [first, second],
    [first, second],
  ]
  async function numbersOf(table: 'versions' | 'audit' | 'approvals', id: string) {
    const rows = await nodes.db
      .selectFrom(table)
      .select('number')
      .where('plan_id', '=', id)
      .orderBy('number')
      .execute()
    return rows.map(({ number }) => number)
  }

  test('VE2 versions of one moment get two numbers, and the trail and the log have no gap', async () => {
    const version = (who: Person) => by(who, 'POST', `/api/plans/${planId}/versions`, { name: 'V' })
    expect(
      await race(/^insert into "versions"/, async () => [version(els), version(noor)]),
    ).toEqual(twice('done', 'done'))
    expect(await numbersOf('versions', planId)).toEqual([1, 2, 3, 4])
    const trail = await numbersOf('audit', planId)
    expect(trail).toEqual(trail.map((_, index) => index + 1))
    const { rows } = await sql<{ isWhole: boolean }>`
      select max(seq) = count(*) and max(seq) = (select seq from plans where id = ${planId}) as "isWhole"
      from plan_changes where plan_id = ${planId}`.execute(nodes.db)
    expect(rows).toEqual([{ isWhole: true }])
  })

  test('lines of the trail for an event and for a refusal, at one moment, follow each other', async () => {
    const reader = await nodes.here.person('Lezer', { email: `lezer-${named}@voorbeeld.nl` })
    await reader.accept(await els.invite(planId, 'reader'))
    expect(
      await race(/^insert into "audit"/, async () => [
        by(els, 'POST', `/api/plans/${planId}/versions`, { name: 'V' }),
        by(reader, 'DELETE', `/api/plans/${planId}`),
      ]),
    ).toEqual([
      ['done', '403 no-access'],
      ['403 no-access', 'done'],
    ])
    const { faults } = await els.get<{ faults?: unknown }>(`/api/plans/${planId}/audit`)
    expect(faults).toBeUndefined()
    const trail = await numbersOf('audit', planId)
    expect(trail).toEqual(trail.map((_, index) => index + 1))
  })

  test('two versions presented at one moment: one round begins', async () => {
    expect(
      await race(/^insert into "rounds"/, async () => {
        planId = await els.createPlan(broekerveld)
        await noor.accept(await els.invite(planId, 'coordinator'))
        const present = (who: Person) => by(who, 'POST', `/api/plans/${planId}/presentations`, {})
        return [present(els), present(noor)]
      }),
    ).toEqual(twice('done', 'done'))
    const rounds = await nodes.db
      .selectFrom('rounds')
      .innerJoin('versions', 'versions.id', 'rounds.version_id')
      .where('rounds.plan_id', '=', planId)
      .select('versions.number')
      .orderBy('rounds.seq')
      .execute()
    expect(rounds).toEqual([{ number: 1 }, { number: 2 }])
  })

  test('two answers for one seat: one counts, and answers for two seats are numbered in a row', async () => {
    const seats = ['apothekers', 'paramedici']
    let answersOf: (seat: string) => Act = () => () => Promise.reject(new Error('not prepared'))
    async function prepare() {
      planId = await els.createPlan(broekerveld)
      for (const seat of seats)
        await els.post(`/api/plans/${planId}/mandates`, {
          seat,
          userId: await els.userId(),
          kind: 'holder',
        })
      const { current } = await els.post<Agreement>(`/api/plans/${planId}/presentations`)
      answersOf = (seat) =>
        by(els, 'POST', `/api/versions/${current?.versionId}/approvals`, {
          discipline: seat,
          verdict: 'agreed',
        })
    }
    const before = /^insert into "approvals"/
    expect(
      await race(before, async () => {
        await prepare()
        return [answersOf('apothekers'), answersOf('apothekers')]
      }),
    ).toEqual(twice('done', '409 already-answered'))
    expect(
      await race(before, async () => {
        await prepare()
        return [answersOf('apothekers'), answersOf('paramedici')]
      }),
    ).toEqual(twice('done', 'done'))
    expect(await numbersOf('approvals', planId)).toEqual([1, 2])
  })

  test('the last plan of a person is made once (limit plansPerPerson)', async () => {
    const body = { format: 'medrie-wijkplan', values: { wijk: 'A', team: 'B' } }
    const plan = { ...broekerveld, values: { ...broekerveld.values, ...body.values } }
    await sql`insert into plans (id, format_id, format_version, status, epoch, created_at, created_by, changed_at)
      select ${`${named}-`} || n, format_id, format_version, 'concept', 'e', 0, created_by, 0
      from plans, generate_series(3, ${limits.plansPerPerson.max}::int) as n where plans.id = ${planId}`.execute(
      nodes.db,
    )
    const make = by(els, 'POST', '/api/plans', plan)
    const outcome = await nodes.race(
      /^insert into "plans"/,
      () => make(nodes.here),
      () => make(nodes.there),
    )
    expect(outcome.map(said)).toEqual(['done', '409 plans-full'])
  })

  test('the last comment of a thread and the last thread of a plan are written once (limit threadsPerPlan, commentsPerThread)', async () => {
    const thread = { target: { kind: 'plan' }, body: 'Een vraag' }
    const made = await els.post<{ id: string }>(`/api/plans/${planId}/threads`, thread)
    await sql`insert into comments (id, thread_id, seq, author_id, body, mentions, created_at)
      select ${made.id} || n, ${made.id}, 1, ${await els.userId()}, 'Zo', '[]', 0
      from generate_series(3, ${limits.commentsPerThread.max}::int) as n`.execute(nodes.db)
    const answer = (who: Person) =>
      by(who, 'POST', `/api/threads/${made.id}/comments`, { body: 'Een antwoord' })
    const commented = await nodes.race(
      /^insert into "comments"/,
      () => answer(els)(nodes.here),
      () => answer(noor)(nodes.there),
    )
    expect(commented.map(said)).toEqual(['done', '409 thread-full'])
    await sql`insert into threads (id, plan_id, seq, target, place, created_by, created_at)
      select ${made.id} || n, plan_id, 1, target, place, created_by, 0
      from threads, generate_series(3, ${limits.threadsPerPlan.max}::int) as n where id = ${made.id}`.execute(
      nodes.db,
    )
    const begin = (who: Person) => by(who, 'POST', `/api/plans/${planId}/threads`, thread)
    const begun = await nodes.race(
      /^insert into "threads"/,
      () => begin(els)(nodes.here),
      () => begin(noor)(nodes.there),
    )
    expect(begun.map(said)).toEqual(['done', '409 threads-full'])
  })

  test('a job that another node is claiming is not waited for and not done twice', async () => {
    const now = nodes.here.clock.now()
    const claim = (db: Storage) => claimNext(db, now)
    const userId = await els.userId()
    for (const id of ['een', 'twee'])
      await nodes.db
        .insertInto('outbox')
        .values({
          id,
          kind: 'digest',
          user_id: userId,
          consultation_id: null,
          created_at: now,
          state: 'waiting',
          due_at: now,
          claimed_until: null,
          ended_at: null,
          reason: null,
        })
        .execute()
    const [here, there] = [nodes.here.db, nodes.there.db]
    for (const [first, second] of [
      [here, there],
      [there, here],
    ] as const) {
      await nodes.db.updateTable('outbox').set({ claimed_until: null }).execute()
      const claimed = await first.transaction().execute(async (tx) => [
        (await claim(tx))?.id,
        // That transaction is not over: its row is passed by.
        (await claim(second))?.id,
        (await claim(second))?.id,
      ])
      expect(claimed).toEqual(['een', 'twee', undefined])
    }
    await nodes.db.deleteFrom('outbox').execute()
  })

  describe('Z3 one application for a neighbourhood and period', () => {
    const plans: Broekerveld[] = []
    /** All of the same neighbourhood and period. */
    const plan = (at: number) => plans[at] as Broekerveld
    const freeAll = () =>
      nodes.db.updateTable('submissions').set({ claim: null, claim_key: null }).execute()
    beforeAll(async () => {
      for (let count = 0; count < 3; count++) {
        const made = await openBroekerveld(nodes.here)
        await adopt(made)
        await overruleWarnings(made)
        plans.push(made)
      }
    }, 120_000)
    const handIn =
      (at: number): Act =>
      (node) =>
        submit(plan(at).dounia.via(node), plan(at).planId)

    test('two overlapping applications, whichever comes first', async () => {
      const insert = /^insert into "submissions"/
      const { here, there } = nodes
      const first = await nodes.race(
        insert,
        () => handIn(0)(here),
        () => handIn(1)(there),
      )
      expect(first.map(said)).toEqual(['done', '409 already-applied'])
      await freeAll()
      const second = await nodes.race(
        insert,
        () => handIn(1)(there),
        () => handIn(2)(here),
      )
      expect(second.map(said)).toEqual(['done', '409 already-applied'])
    }, 240_000)

    test('PostgreSQL refuses it from any program, for periods that overlap and not for others', async () => {
      const again = async (from: string, to: string, key: string | null = 'same') => {
        const copied = sql`insert into submissions
          (id, plan_id, version_id, scheme, wijk_key, period_from, period_to, claim, claim_key, recipient, handed_in_on, contact, submitted_by, submitted_at)
          select 'c', ${plan(2).planId}, version_id, scheme, wijk_key, ${from}, ${to}, 'other', ${key === 'same' ? sql`claim_key` : key},
            recipient, handed_in_on, contact, submitted_by, submitted_at from submissions where plan_id = ${plan(1).planId}`
        try {
          await copied.execute(nodes.there.db)
          await nodes.db.deleteFrom('submissions').where('id', '=', 'c').execute()
          return 'done'
        } catch (error) {
          return sqlStateOf(error)
        }
      }
      const { period_from, period_to } = await nodes.db
        .selectFrom('submissions')
        .select(['period_from', 'period_to'])
        .where('plan_id', '=', plan(1).planId)
        .executeTakeFirstOrThrow()
      expect(await again(period_from, period_to)).toBe('23P01')
      expect(await again(period_to, '2099-12-31')).toBe('23P01')
      expect(await again('2000-01-01', '2000-12-31')).toBe('done')
      expect(await again('2099-01-01', '2099-12-31')).toBe('done')
      expect(await again(period_from, period_to, 'elsewhere')).toBe('done')
      expect(await again(period_from, period_to, null)).toBe('done')
      // What a faulty document says about its period excludes nobody.
      expect(await again(period_to, period_from)).toBe('done')
    })

    test('the server says it in its own words when the constraint has to', async () => {
      // A program that stores a key for which the server does not look.
      await nodes.db.updateTable('submissions').set({ wijk_key: 'elders' }).execute()
      expect(said(await handIn(2)(nodes.there))).toBe('409 already-applied')
    })
  })
})

import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lockAccounts } from '#server/auth/sessions.ts'
import { insertUser } from '#server/auth/users.ts'
import { systemIds } from '#server/runtime.ts'
import { lockPlans } from '#server/storage/lock-plans.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { TestInstallation, tokenOf } from './installation.ts'

/** On SQLite there is one writer, whatever is locked. */
describe.skipIf(noPostgres !== null)('signing in by a link on PostgreSQL', () => {
  let test: TestInstallation
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open({ DATABASE_URL: await freshDatabase() })
    planId = await (await test.person('Els')).createPlan()
  })
  afterEach(() => test.close())

  const linkFor = (email: string) =>
    test.installation.links.forPerson({ email, name: 'Noor', isAdmin: false })
  const use = (url: string) =>
    test.visitor().ask('POST', '/api/sign-in', { body: { token: tokenOf(url) } })

  /** A transaction that stays open until `end`. */
  async function openTransaction(begin: (tx: StorageTransaction) => Promise<unknown>) {
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    let last: (tx: StorageTransaction) => Promise<unknown> = async () => undefined
    let hasBegun = () => {}
    const begun = new Promise<void>((resolve) => {
      hasBegun = resolve
    })
    const done = test.db.transaction().execute(async (tx) => {
      await begin(tx)
      hasBegun()
      await ended
      await last(tx)
    })
    await begun
    return {
      async end(work: typeof last = last): Promise<void> {
        last = work
        end()
        await done
      },
    }
  }

  const somebodyWaits = () =>
    vi.waitUntil(async () => {
      const { rows } = await sql<{
        waiting: number
      }>`select count(*)::int as waiting from pg_locks where not granted`.execute(test.db)
      return (rows[0]?.waiting ?? 0) > 0
    })

  it('waits for no write to a plan, and no write waits for it', async () => {
    const writing = await openTransaction((tx) => lockPlans(tx, [planId]))
    for (const email of ['els@voorbeeld.nl', 'noor@voorbeeld.nl'])
      expect((await use(await linkFor(email))).status).toBe(200)
    await writing.end()
  })

  it('a sign-in that proves an address for the first time does wait: its unproven account may be inviting others', async () => {
    await insertUser(test.db, {
      ...{ id: systemIds.next(), name: 'Noor', email: 'noor@voorbeeld.nl' },
      ...{ isAdmin: false, isEmailProven: false, now: test.clock.now() },
    })
    const writing = await openTransaction((tx) => lockPlans(tx, [planId]))
    let isIn = false
    const signing = use(await linkFor('noor@voorbeeld.nl')).then((answer) => {
      isIn = true
      return answer
    })
    await somebodyWaits()
    expect(isIn).toBe(false)
    await writing.end()
    expect((await signing).status).toBe(200)
  })

  it('finds what an account that was made at that moment claimed, and ends it', async () => {
    const url = await linkFor('noor@voorbeeld.nl')
    const joining = await openTransaction(lockAccounts)
    const signing = use(url)
    await somebodyWaits()
    const [id, now] = [systemIds.next(), test.clock.now()]
    await joining.end(async (tx) => {
      await insertUser(tx, {
        ...{ id, name: 'Mallory', email: 'noor@voorbeeld.nl' },
        ...{ isAdmin: false, isEmailProven: false, now },
      })
      await tx
        .insertInto('invites')
        .values({
          ...{ id: 'i', plan_id: planId, token_hash: 'h', role: 'editor', discipline: null },
          ...{ email: null, sections: null, created_by: id, created_at: now },
          ...{
            expires_at: now + 1_000_000,
            accepted_at: null,
            accepted_by: null,
            withdrawn_at: null,
          },
        })
        .execute()
    })
    expect((await signing).status).toBe(200)
    const invite = await test.db
      .selectFrom('invites')
      .select('withdrawn_at')
      .where('id', '=', 'i')
      .executeTakeFirstOrThrow()
    expect(invite.withdrawn_at).not.toBeNull()
  })
})

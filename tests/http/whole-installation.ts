import { createHash } from 'node:crypto'
import { createPlanWriter } from '#server/plans/plan-writer.ts'
import { forgetPerson } from '#server/plans/privacy/forget-person.ts'
import { silentLogger, systemIds } from '#server/runtime.ts'
import { storeAccountWords } from '#server/storage/account-words.ts'
import { createSqlPlanLog } from '#server/storage/plan-log-sql.ts'
import { tableNames, tableOrder } from '#server/storage/table-order.ts'
import type { Storage, Tables } from '#server/storage/tables.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import { examplePlan } from '../support/example-plan.ts'
import { pdfOf, pngOf } from '../support/picture-files.ts'
import { fileSender } from '../support/send-file.ts'
import { adopt, openBroekerveld, overruleWarnings, submit } from './broekerveld.ts'
import type { Person, TestInstallation } from './installation.ts'

/** An installation with rows in every table: work of people as far as that makes them, the rest put in. */
export async function fillInstallation(test: TestInstallation): Promise<{ planId: string }> {
  const plan = await openBroekerveld(test)
  const { planId, dounia, people } = plan
  const thread = await people.paramedici.post<{ id: string; comments: { id: string }[] }>(
    `/api/plans/${planId}/threads`,
    { target: { kind: 'plan' }, body: 'Wat betekent dit voor de praktijk? 💶 «é»' },
  )
  await dounia.post(`/api/threads/${thread.id}/comments`, { body: 'Daar praten we over.' })
  await dounia.invite(planId, 'reader', 'lezer@voorbeeld.nl')
  await dounia.post(`/api/plans/${planId}/consultation`, {
    deadline: new Date(test.clock.now() + 14 * 24 * 3600_000).toISOString(),
  })
  await dounia.post(`/api/plans/${planId}/read-links`, { label: 'Praktijk' })
  await fileSender(test).picture(planId, dounia, pngOf())
  await fileSender(test).attachment(planId, dounia, pdfOf(), {
    name: 'Factuur.pdf',
    query: { kind: 'section', section: 'begroting' },
  })
  await adopt(plan)
  await overruleWarnings(plan)
  await dounia.post(`/api/plans/${planId}/outcome-links`, { label: 'Huisartsen' })
  const { status } = await submit(dounia, planId)
  if (status !== 201) throw new Error(`handing in answered ${status}`)
  const ended = await dounia.createPlan()
  await dounia.post(`/api/plans/${ended}/ending`, { kind: 'expired', reason: 'Anders besloten.' })
  const removed = await dounia.createPlan()
  await dounia.ask('DELETE', `/api/plans/${removed}`)
  await adoptWithoutAgreement(dounia)
  await test.pass(26 * 3600_000)
  await forget(test, await people.paramedici.userId())
  await test.installation.rooms.drain()
  // As the first list of people does.
  await storeAccountWords(test.db)
  await putIn(test.db, planId, await dounia.userId())
  return { planId }
}

/** A choice of what holds up a plan, and a version that is adopted without the akkoord of its disciplines. */
async function adoptWithoutAgreement(coordinator: Person): Promise<void> {
  const planId = await coordinator.createPlan(examplePlan('kraaienveen'))
  for (const isRequired of [true, false])
    await coordinator.ask('PATCH', `/api/plans/${planId}/requirements/akkoord`, {
      body: { isRequired },
    })
  const { current } = await coordinator.post<Agreement>(`/api/plans/${planId}/presentations`)
  await coordinator.post(`/api/plans/${planId}/adoption`, {
    versionId: current?.versionId,
    reason: 'Iedereen is met vakantie.',
  })
}

function forget({ db, clock }: TestInstallation, userId: string) {
  const log = createSqlPlanLog({ db, clock })
  const writer = createPlanWriter({
    db,
    log,
    clock,
    logger: silentLogger,
    originOf: () => ({ channel: 'server', address: null }),
    keepAsks: async () => [],
  })
  return forgetPerson({ db, log, writer, clock, ids: systemIds }, userId)
}

/** Rows that need mail, a passkey of a device or an identity provider, or hours of typing. */
async function putIn(db: Storage, planId: string, userId: string): Promise<void> {
  const at = 1_767_225_600_000
  const { version_id } = await db
    .selectFrom('rounds')
    .select('version_id')
    .executeTakeFirstOrThrow()
  const { id: threadId } = await db.selectFrom('threads').select('id').executeTakeFirstOrThrow()
  const { id: commentId } = await db.selectFrom('comments').select('id').executeTakeFirstOrThrow()
  const { id: consultationId } = await db
    .selectFrom('consultations')
    .select('id')
    .executeTakeFirstOrThrow()
  const mergedId = await putInMergedAccount(db, userId)
  const plan = { plan_id: planId }
  const user = { user_id: userId }
  const credential = { ...user, reach: 'full', created_at: at, last_used_at: null }
  const rows: { readonly [T in keyof Tables]?: Record<string, string | number | null | Buffer> } = {
    passkeys: {
      ...credential,
      id: 'p1',
      credential_id: 'c1',
      public_key: 'k1',
      counter: 4_294_967_295,
      transports: '["internal"]',
      name: 'Telefoon',
    },
    oidc_accounts: {
      ...credential,
      id: 'o1',
      issuer: 'https://login.voorbeeld.nl',
      subject: 's1',
      label: 'dounia@voorbeeld.nl',
    },
    used_challenges: { hash: 'h1', expires_at: at },
    mail_settings: { ...user, rhythm: 'daily' },
    outbox: { ...user, id: 'm1', kind: 'digest', created_at: at, state: 'waiting', due_at: at },
    mail_notices: {
      ...user,
      ...plan,
      about: 'a1',
      thread_id: threadId,
      seq: 1,
      reason: 'mentioned',
      mail_id: 'm1',
    },
    sign_links: {
      ...user,
      ...plan,
      id: 'l1',
      token_hash: 't1',
      version_id,
      seat: 'huisartsenzorg',
      created_at: at,
      expires_at: at,
      used_at: null,
      sent_by: 'mail',
    },
    comment_likes: { ...user, comment_id: commentId, liked_at: at },
    thread_reads: { ...user, thread_id: threadId, seq: 1 },
    plan_visits: { ...user, ...plan, seq: 1, at },
    plan_activity: {
      ...user,
      ...plan,
      kind: 'cell',
      part: 'budget',
      row: 'b1',
      column: 'amountCents',
      first_seq: 1,
      last_seq: 1,
      first_at: at,
      last_at: at,
      old_value: 'a\\b \'c\' "d" \t\u{1f600}',
    },
    bsn_answers: { ...user, ...plan, id: 'b1', at, place: '{}', reason: 'Geen BSN.' },
    reminders: { ...user, id: 'r1', version_id, seat: 'huisartsenzorg', at },
    consultation_answers: { ...user, consultation_id: consultationId, at },
    consultation_replacements: {
      ...user,
      consultation_id: consultationId,
      at,
      replacement_id: userId,
    },
    asks: { ...user, ...plan, kind: 'mention', about: threadId, due: null, at },
    plan_tasks: {
      ...plan,
      row_id: 'a1',
      person_row: 'm1',
      title: 'Bellen',
      due: '2026-03-01',
      at,
    },
    plan_meetings: { ...plan, row_id: 'm1', title: 'Overleg kernteam', date: '2026-03-02' },
    plan_words: {
      ...plan,
      section: 'plangegevens',
      number: 4_503_599_627_370_495,
      body: 'Zörg\n"thuis"',
      words: 'zorg thuis',
    },
    inbox_settings: { ...user, muted: '[]', seen_at: at },
    calendars: { ...user, token_hash: 'hash of a calendar', created_at: at },
    account_merges: {
      id: 'am1',
      kept_id: userId,
      closed_id: mergedId,
      proposed_by: userId,
      proposed_at: at,
      expires_at: at,
      kept_confirmed_at: at,
      closed_confirmed_at: at,
      vouched_by: null,
      outcome: 'merged',
      ended_at: at,
      told_at: null,
    },
    installation_keys: { name: 'secret', value: 'encrypted' },
    storage_probe: { id: 1, at },
    rate_counts: { key: 'hash of a network', credit_ms: 0, counted_at: at, is_allowed: 1 },
    node_calls: { id: 'c1', made_at: at, request: Buffer.from('a request'), answer: null },
  }
  for (const [table, row] of Object.entries(rows))
    await db
      .withTables<Record<string, Record<string, string | number | null | Buffer>>>()
      .insertInto(table)
      .values(row)
      .execute()
}

/** The account that it became part of comes after it in the order of the keys. */
async function putInMergedAccount(db: Storage, userId: string): Promise<string> {
  const id = `!${userId}`
  const user = await db
    .selectFrom('user')
    .selectAll()
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('user')
    .values({ ...user, id, email: 'dounia@elders.voorbeeld.nl', mergedInto: userId })
    .execute()
  return id
}

/** Every row of every table by its key, with bytes as their digest. */
export async function dump(db: Storage): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {}
  for (const table of tableNames) tables[table] = await rowsOf(db, table)
  return tables
}

async function rowsOf(db: Storage, table: keyof Tables): Promise<string[]> {
  let query = db.selectFrom(table).selectAll()
  for (const key of tableOrder[table].keys) query = query.orderBy(key as never)
  return (await query.execute()).map((row) =>
    JSON.stringify(
      Object.entries(row)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [
          name,
          value instanceof Uint8Array
            ? createHash('sha256').update(value).digest('hex')
            : (value as unknown),
        ]),
    ),
  )
}

import { sql } from 'kysely'
import { appendAudit } from '#server/storage/audit-trail.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { ApiClient } from '../../support/api-client.ts'
import { type Attack, claim, type Outcome } from '../attack.ts'
import { AttackSocket } from '../attack-socket.ts'
import type { Filling, Target } from '../target.ts'

/** Requests that are allowed and large: the requests of a busy day on a real installation, all at once. */
export const heavyReadAttacks: readonly Attack[] = [
  {
    id: 'plan-list',
    title: 'a list of plans that all changed since it was last seen',
    async prepare(target, scale) {
      const link = await target.fill(async (filling) => {
        const { id, link } = await filling.addPerson('Els')
        await fillList(filling, id, 1000 * scale)
        await sql`update plans set summary_seq = 0`.execute(filling.db)
        return link
      })
      return asked(target, link, (els) => [els.request('GET', '/api/plans')])
    },
  },
  {
    id: 'exports',
    title: 'every kind of file of a plan of five thousand rows',
    async prepare(target, scale) {
      const { link, planId } = await target.fill((filling) => largePlan(filling, 5000 * scale))
      return asked(target, link, (els) =>
        ['docx', 'odt', 'xlsx', 'ods', 'pdf', 'csv', 'json', 'html'].map((kind) =>
          els.request('GET', `/api/plans/${planId}/export.${kind}`),
        ),
      )
    },
  },
  {
    id: 'contents',
    title: 'the same plan read as JSON, compared and checked again and again',
    async prepare(target, scale) {
      const { link, planId } = await target.fill((filling) => largePlan(filling, 5000 * scale))
      return asked(target, link, (els) =>
        Array.from({ length: 10 }, () => [
          els.request('GET', `/api/plans/${planId}/content`),
          els.request('GET', `/api/plans/${planId}/problems`),
          els.request('GET', `/api/plans/${planId}/since`),
          els.request('GET', `/api/plans/${planId}/history`),
          els.request('GET', `/api/plans/${planId}`),
        ]).flat(),
      )
    },
  },
  {
    id: 'audit',
    title: 'the whole audit trail of a plan that lived long',
    async prepare(target, scale) {
      const { link, planId } = await target.fill(async (filling) => {
        const { id, link } = await filling.addPerson('Els')
        const planId = await filling.createPlan(id)
        await fillTrail(filling.db, { planId, actor: id, lines: 100_000 * scale })
        return { link, planId }
      })
      return asked(target, link, (els) =>
        ['audit', 'audit.csv', 'audit.json', 'audit/chain'].map((path) =>
          els.request('GET', `/api/plans/${planId}/${path}`),
        ),
      )
    },
  },
  {
    id: 'threads',
    title: 'remarks on a plan with two thousand of them and 250 screens open',
    async prepare(target, scale) {
      const { link, planId } = await target.fill(async (filling) => {
        const { id, link } = await filling.addPerson('Els')
        const planId = await filling.createPlan(id)
        await fillThreads(filling.db, { planId, author: id, count: 2000 * scale })
        return { link, planId }
      })
      return async () => {
        const els = await target.signIn(link)
        const screens: AttackSocket[] = []
        for (let i = 0; i < 240; i++)
          screens.push(await AttackSocket.open(target.url, planId, els.cookie))
        const answers: Response[] = []
        for (let i = 0; i < 20; i++)
          answers.push(
            await els.request('POST', `/api/plans/${planId}/threads`, {
              target: { kind: 'plan' },
              body: `Opmerking ${i}`,
            }),
          )
        const lists = await Promise.all(
          screens.slice(0, 50).map(() => els.request('GET', `/api/plans/${planId}/threads`)),
        )
        for (const screen of screens) screen.close()
        return outcome([...answers, ...lists])
      }
    },
  },
  {
    id: 'question',
    title: 'a question to a thousand people',
    async prepare(target, scale) {
      const { link, planId } = await target.fill(async (filling) => {
        const { id, link } = await filling.addPerson('Els')
        const planId = await filling.createPlan(id)
        await fillMembers(filling, planId, 1000 * scale)
        return { link, planId }
      })
      return asked(target, link, (els) =>
        Array.from({ length: 5 }, (_, i) =>
          els.request('POST', `/api/plans/${planId}/threads`, {
            target: { kind: 'plan' },
            body: `Vraag ${i}`,
            askDiscipline: 'gemeente',
          }),
        ),
      )
    },
  },
]

/** Sends all requests at once as one user, and reads every response to its end. */
function asked(
  target: Target,
  link: string,
  requests: (person: ApiClient) => Promise<Response>[],
): () => Promise<Outcome> {
  return async () => outcome(requests(await target.signIn(link)))
}

/** Reads each response as it comes: the server ends a response that is not read. */
async function outcome(answers: readonly (Response | Promise<Response>)[]): Promise<Outcome> {
  const counts = new Map<number, number>()
  let bytes = 0
  await Promise.all(
    answers.map(async (coming) => {
      const answer = await coming
      bytes += (await answer.arrayBuffer()).byteLength
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1)
    }),
  )
  const statuses = [...counts].map(([status, count]) => `${count} x ${status}`).join(', ')
  return {
    did: `${answers.length} requests, ${statuses}, ${bytes} bytes`,
    claims: [
      claim(
        'at least one was answered',
        [...counts.keys()].some((status) => status < 300),
      ),
      claim(
        'none broke the server',
        [...counts.keys()].every((status) => status < 500),
      ),
    ],
  }
}

async function largePlan(
  filling: Filling,
  rows: number,
): Promise<{ link: string; planId: string }> {
  const { id, link } = await filling.addPerson('Els')
  const budget = Array.from({ length: rows }, (_, i) => ({
    id: `regel-${i}`,
    description: `Overleg ${i} met de partners in de wijk`,
    amountCents: 10_000 + i,
  }))
  return { link, planId: await filling.createPlan(id, { tables: { budget } }) }
}

/** Plans that other users made, so that no limit per user applies. */
async function fillList(filling: Filling, member: string, count: number): Promise<void> {
  let maker = ''
  for (let i = 0; i < count; i++) {
    if (i % 100 === 0) maker = (await filling.addPerson(`Maker${i}`)).id
    const planId = await filling.createPlan(maker)
    await filling.db
      .insertInto('members')
      .values({ plan_id: planId, user_id: member, role: 'editor', discipline: null, added_at: 0 })
      .execute()
  }
}

async function fillTrail(
  db: Storage,
  { planId, actor, lines }: { planId: string; actor: string; lines: number },
): Promise<void> {
  const entry = {
    planId,
    at: 1_790_000_000_000,
    actor,
    onBehalfOf: null,
    action: 'plan.export',
    object: `plan:${planId}`,
    result: 'ok',
    origin: { channel: 'screen', address: '127.0.0.1' } as const,
  }
  await db.transaction().execute((trx) => appendAudit(trx, new Array(lines).fill(entry)))
}

async function fillThreads(
  db: Storage,
  { planId, author, count }: { planId: string; author: string; count: number },
): Promise<void> {
  for (let i = 0; i < count; i++) {
    const made = { plan_id: planId, created_at: 1_790_000_000_000 + i }
    await db
      .insertInto('threads')
      .values({
        ...made,
        id: `thread-${i}`,
        seq: 2,
        changed_seq: 2,
        target: '{"kind":"plan"}',
        place: 'Het hele plan',
        range: null,
        created_by: author,
        resolved_at: null,
        resolved_by: null,
        asked_discipline: null,
        due_date: null,
        deleted_at: null,
      })
      .execute()
    await db
      .insertInto('comments')
      .values({
        id: `comment-${i}`,
        thread_id: `thread-${i}`,
        seq: 2,
        author_id: author,
        client_id: null,
        body: `Kunnen we dit nog eens bespreken? (${i})`,
        mentions: '[]',
        created_at: made.created_at,
        written_at: null,
        edited_at: null,
        deleted_at: null,
      })
      .execute()
  }
}

async function fillMembers({ db, addPerson }: Filling, planId: string, count: number) {
  for (let i = 0; i < count; i++) {
    const { id } = await addPerson(`Lid${i}`)
    await db
      .insertInto('members')
      .values({
        plan_id: planId,
        user_id: id,
        role: 'editor',
        discipline: 'gemeente',
        added_at: 0,
      })
      .execute()
  }
}

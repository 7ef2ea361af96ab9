import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Agreement } from '#shared/api/agreement.ts'
import { planValues } from '#shared/plan/layout.ts'
import type { CheckedProblem } from '#shared/plan/readiness.ts'
import { ApiClient } from '../support/api-client.ts'
import { examplePlan } from '../support/example-plan.ts'
import { sparePort } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'
import { TestInstallation } from './installation.ts'

const broekerveld = examplePlan('broekerveld')
const seats = {
  huisartsenzorg: 'huisartsenzorg',
  wijkverpleging: 'wijkverpleging',
  apothekers: 'apothekers',
  paramedici: 'paramedici',
  'sociaal-werk': 'sociaal-domein',
} as const

/** Two nodes with a connection each to one database: the database decides the order that a single node decides in memory. */
describe('two nodes on one database', () => {
  let here: Node
  let there: Node
  let dounia: ApiClient
  beforeAll(async () => {
    const ports = [await sparePort(), await sparePort()] as const
    const test = await TestInstallation.open({ PORT: String(ports[0]) })
    here = listen(test, ports[0])
    there = listen(await test.beside({ PORT: String(ports[1]) }), ports[1])
    const person = await test.person('Dounia Assarag', { email: 'dounia@voorbeeld.nl' })
    dounia = new ApiClient(here.url, person.cookie)
  }, 60_000)
  afterAll(async () => {
    await there?.close()
    await here?.close()
  })

  const elsewhere = (who: ApiClient) => new ApiClient(there.url, who.cookie)
  const send = async (who: ApiClient, path: string, body: unknown) => {
    const answer = await who.request('POST', path, body)
    return answer.status === 201
      ? 'done'
      : `${answer.status} ${((await answer.json()) as { code: string }).code}`
  }

  /** A presented version with all mandates given to Dounia, so that she can answer for all. */
  async function present(): Promise<{ planId: string; versionId: string }> {
    const planId = await dounia.createPlan(broekerveld)
    const me = await dounia.userId()
    for (const seat of Object.keys(seats))
      await dounia.json('POST', `/api/plans/${planId}/mandates`, {
        seat,
        userId: me,
        kind: 'holder',
      })
    const { current } = await dounia.json<Agreement>(
      'POST',
      `/api/plans/${planId}/presentations`,
      {},
    )
    return { planId, versionId: current?.versionId ?? '' }
  }
  const answer = (who: ApiClient, versionId: string, discipline: string) =>
    send(who, `/api/versions/${versionId}/approvals`, { discipline, verdict: 'agreed' })
  async function ready(): Promise<string> {
    const { planId, versionId } = await present()
    for (const seat of Object.keys(seats))
      expect(await answer(dounia, versionId, seat)).toBe('done')
    const { problems } = await dounia.json<{ problems: CheckedProblem[] }>(
      'GET',
      `/api/plans/${planId}/problems`,
    )
    for (const { key, severity } of problems)
      if (severity === 'warn')
        await dounia.json('POST', `/api/plans/${planId}/overrules`, {
          key,
          reason: 'Besluit volgt.',
        })
    return planId
  }
  const submit = (who: ApiClient, planId: string) =>
    send(who, `/api/plans/${planId}/submission`, { recipient: 'De regio', isOnlyApplication: true })
  const end = (who: ApiClient, planId: string) =>
    send(who, `/api/plans/${planId}/ending`, { kind: 'expired', reason: 'Teruggetrokken.' })

  test('two answers for one seat, and all the others spread over both: each counts once, and the plan is adopted once', async () => {
    const { planId, versionId } = await present()
    const both = await Promise.all([
      answer(dounia, versionId, 'apothekers'),
      answer(elsewhere(dounia), versionId, 'apothekers'),
    ])
    expect(both.toSorted()).toEqual(['409 already-answered', 'done'])
    const rest = Object.keys(seats).filter((seat) => seat !== 'apothekers')
    expect(
      await Promise.all(
        rest.map((seat, index) =>
          answer(index % 2 === 0 ? dounia : elsewhere(dounia), versionId, seat),
        ),
      ),
    ).toEqual(rest.map(() => 'done'))
    const { status, answers } = await dounia.json<Agreement>(
      'GET',
      `/api/plans/${planId}/agreement`,
    )
    expect([status, answers.length]).toEqual(['adopted', 5])
  })

  test('Z3 two applications for one neighbourhood, an end while the other is handed in, and two ends: one of each stands', async () => {
    const [first, second] = [await ready(), await ready()]
    expect(
      (await Promise.all([submit(dounia, first), submit(elsewhere(dounia), second)])).toSorted(),
    ).toEqual(['409 already-applied', 'done'])
    const { plans } = await dounia.plans()
    const [taken, other] =
      plans.find(({ id }) => id === first)?.status === 'submitted'
        ? [first, second]
        : [second, first]
    const [once, twice, early] = await Promise.all([
      end(dounia, taken),
      end(elsewhere(dounia), taken),
      submit(elsewhere(dounia), other),
    ])
    expect([once, twice].toSorted()).toEqual(['409 plan-ended', 'done'])
    expect(['done', '409 already-applied']).toContain(early)
    expect(await submit(dounia, other)).toBe(early === 'done' ? '409 already-submitted' : 'done')
  })

  test('AU5 an ended plan closes its screens, and takes no text of whoever comes back', async () => {
    const planId = await dounia.createPlan(broekerveld)
    const screen = new SyncClient(here.url, planId, { cookie: dounia.cookie })
    await screen.until(() => screen.isSaved, 'joined')
    expect(await end(dounia, planId)).toBe('done')
    await screen.until(() => screen.closeCode !== null, 'closed', 1000)
    expect(screen.closeCode).toBe(4403)
    screen.close()
    const again = new SyncClient(here.url, planId, { cookie: dounia.cookie })
    await again.until(() => again.provider.synced, 'back')
    planValues(again.doc).set('gemeente', 'Na het einde')
    await again.until(() => again.closeCode !== null, 'closed again')
    expect(again.closeCode).toBe(4403)
    again.close()
    expect((await dounia.content(planId)).values['gemeente']).not.toBe('Na het einde')
  })
})

type Node = { url: string; close(): Promise<void> }

function listen(test: TestInstallation, port: number): Node {
  const { app, sockets } = test.installation
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }) as Server
  sockets.guard(server)
  return {
    url: `http://localhost:${port}`,
    async close() {
      sockets.terminate()
      server.closeAllConnections()
      server.close()
      await test.close()
    },
  }
}

import type { ApiClient } from '../../support/api-client.ts'
import { type Attack, claim } from '../attack.ts'
import { type Target, values } from '../target.ts'

/** The number of concurrent requests. */
const atOnce = 10

type Maker = (mallory: ApiClient, planId: string, i: number) => Promise<Response>

/** One user who creates as many stored items as possible. */
export const makerAttacks: readonly Attack[] = [
  maker('plans', 'plans without end', 2000, (mallory) =>
    mallory.request('POST', '/api/plans', { format: 'hecht-wijkverband', values }),
  ),
  maker('versions', 'versions without end', 2000, (mallory, planId, i) =>
    mallory.request('POST', `/api/plans/${planId}/versions`, { name: `Versie ${i}` }),
  ),
  maker('comments', 'remarks without end', 5000, (mallory, planId, i) =>
    mallory.request('POST', `/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: `Opmerking ${i}`,
    }),
  ),
  maker('invitations', 'invitations to one outsider without end', 2000, (mallory, planId) =>
    mallory.request('POST', `/api/plans/${planId}/invites`, {
      role: 'reader',
      discipline: null,
      email: 'buitenstaander@voorbeeld.nl',
    }),
  ),
]

function maker(id: string, title: string, count: number, make: Maker): Attack {
  return {
    id,
    title,
    async prepare(target: Target, scale: number) {
      const { link, planId } = await target.fill(async (filling) => {
        const person = await filling.addPerson('Mallory')
        return { link: person.link, planId: await filling.createPlan(person.id) }
      })
      return async () => {
        const mallory = await target.signIn(link)
        const answers = new Map<string, number>()
        let made = 0
        const until = performance.now() + 30_000
        for (let i = 0; i < count * scale && performance.now() < until; i += atOnce) {
          const round = Array.from({ length: atOnce }, (_, n) => make(mallory, planId, i + n))
          for (const answer of await Promise.all(round)) {
            const body = (await answer.json()) as { code?: string }
            const key = answer.ok ? 'made' : `${answer.status} ${body.code}`
            answers.set(key, (answers.get(key) ?? 0) + 1)
            if (answer.ok) made++
          }
        }
        const told = [...answers].map(([key, times]) => `${times} x ${key}`).join(', ')
        const refusals = [...answers.keys()].filter((key) => key !== 'made')
        return {
          did: told,
          claims: [
            claim('at first it is made', made > 0),
            claim('it ends at some number', refusals.length > 0),
            claim(
              'every refusal is one of the table',
              refusals.every((key) => /^4\d\d [a-z]/.test(key)),
            ),
          ],
        }
      }
    },
  }
}

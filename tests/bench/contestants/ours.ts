import { ApiClient } from '../../support/api-client.ts'
import type { RoomAddress } from '../load/messages.ts'
import type { Contestant, ContestantKind } from './contestant.ts'

const values = { wijk: 'Meting', team: 'Meting', periodFrom: '2026-01-01', periodTo: '2026-12-31' }
const atOnce = 8

/** The number of users who make the plans: limits are per user, and no user may make two hundred plans. */
const coordinatorsOfMany = 20

/** The users of each installation, the first coordinator first; they stay signed in over restarts. */
const peopleOf = new WeakMap<Contestant, ApiClient[]>()

export const ours: ContestantKind = {
  name: 'ours',
  script: 'dist/server/main.js',
  dialect: 'y-websocket',
  readyPath: '/readyz',
  environment: ({ dataDir }) => ({ HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'warn' }),
  makeRooms: async (contestant, { count, people, everyone: inAll = 0, admit }) => {
    const wanted = Math.max(people, count > 1 ? coordinatorsOfMany : 1, inAll)
    const everyone = await atLeast(contestant, wanted)
    const ids = admit === undefined ? [] : await Promise.all(everyone.map((one) => one.userId()))
    const admitted: { planId: string; userId: string }[] = []
    const rooms: RoomAddress[] = []
    await inParallel(count, async (i) => {
      const members = Array.from(
        { length: people },
        (_, k) => everyone[(i + k) % everyone.length],
      ).filter((member) => member !== undefined)
      const [coordinator = new ApiClient(contestant.url), ...others] = members
      const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
      for (const [k, member] of others.entries()) {
        const userId = ids[(i + 1 + k) % everyone.length]
        if (userId === undefined) await takeIn(coordinator, planId, member)
        else admitted.push({ planId, userId })
      }
      rooms[i] = {
        url: `ws://127.0.0.1:${contestant.port}/sync/${planId}?ext=1`,
        document: planId,
        dialect: 'y-websocket',
        people: members.map(({ cookie }) => ({ cookie })),
      }
    })
    if (admitted.length > 0) await admit?.(admitted)
    return rooms
  },
}

async function atLeast(contestant: Contestant, count: number): Promise<ApiClient[]> {
  const people = peopleOf.get(contestant) ?? [await signIn(contestant)]
  peopleOf.set(contestant, people)
  const [first] = people
  if (first === undefined || people.length >= count) return people
  const planId = await first.createPlan({ format: 'medrie-wijkplan', values })
  const missing = count - people.length
  const before = people.length
  await inParallel(missing, async (i) => {
    people.push(
      await first.inviteAndJoin(planId, {
        name: `Meting ${before + i}`,
        email: `meting-${before + i}@voorbeeld.nl`,
        role: 'editor',
      }),
    )
  })
  return people
}

/** Joins by an invitation link. */
async function takeIn(coordinator: ApiClient, planId: string, member: ApiClient): Promise<void> {
  const { url } = await coordinator.json<{ url: string }>('POST', `/api/plans/${planId}/invites`, {
    role: 'editor',
    discipline: null,
  })
  await member.json(
    'POST',
    `/api/invites/${new URL(url).searchParams.get('token') ?? ''}/accept`,
    {},
  )
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: Math.min(atOnce, count) }, async () => {
      while (next < count) await work(next++)
    }),
  )
}

async function signIn(contestant: Contestant): Promise<ApiClient> {
  for (let i = 0; i < 400; i++) {
    const link = /http:\/\/\S+\/sign-in\?token=\S+/.exec(contestant.output)?.[0]
    if (link !== undefined) return new ApiClient(contestant.url).signIn(link)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`no link to sign in with:\n${contestant.output}`)
}

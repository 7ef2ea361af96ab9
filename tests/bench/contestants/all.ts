import { ApiClient } from '../../support/api-client.ts'
import type { RoomAddress } from '../load/messages.ts'
import type { Contestant, ContestantKind } from './contestant.ts'

const values = { wijk: 'Meting', team: 'Meting', periodFrom: '2026-01-01', periodTo: '2026-12-31' }
const plansAtOnce = 8

/** The coordinator of each installation, who is kept signed in over restarts. */
const coordinators = new WeakMap<Contestant, ApiClient>()

const ours: ContestantKind = {
  name: 'ours',
  script: 'dist/server/main.js',
  dialect: 'y-websocket',
  readyPath: '/readyz',
  environment: ({ dataDir }) => ({ HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'warn' }),
  makeRooms: async (contestant, count) => {
    const coordinator = coordinators.get(contestant) ?? (await signIn(contestant))
    coordinators.set(contestant, coordinator)
    const rooms: RoomAddress[] = []
    const workers = Array.from({ length: plansAtOnce }, async () => {
      while (rooms.length < count) {
        const at = rooms.push({ url: '', document: '', dialect: 'y-websocket', headers: { cookie: coordinator.cookie } }) - 1
        const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
        rooms[at] = { url: `ws://127.0.0.1:${contestant.port}/sync/${planId}?ext=1`, document: planId, dialect: 'y-websocket', headers: { cookie: coordinator.cookie } }
      }
    })
    await Promise.all(workers)
    return rooms
  },
}

async function signIn(contestant: Contestant): Promise<ApiClient> {
  for (let i = 0; i < 400; i++) {
    const link = /http:\/\/\S+\/sign-in\?token=\S+/.exec(contestant.output)?.[0]
    if (link !== undefined) return new ApiClient(contestant.url).signIn(link)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`no link to sign in with:\n${contestant.output}`)
}

/** Documents of the others are there when someone asks for them. */
function peer(name: string, file: string, rest: Partial<ContestantKind> = {}): ContestantKind {
  const dialect = rest.dialect ?? 'y-websocket'
  return {
    name,
    script: `.cache/bench/${file}.js`,
    dialect,
    readyPath: '/',
    environment: ({ dataDir }) => ({ DATA_DIR: dataDir }),
    makeRooms: async (contestant, count) =>
      Array.from({ length: count }, () => {
        const document = `room-${contestant.roomsMade++}`
        return { url: `ws://127.0.0.1:${contestant.port}/${dialect === 'hocuspocus' ? '' : document}`, document, dialect, headers: {} }
      }),
    ...rest,
  }
}

export const contestants = {
  ours,
  yWebsocketServer: peer('y-websocket-server', 'y-websocket-server'),
  /** The same with its own storage, LevelDB; without, it forgets everything. */
  yWebsocketServerStored: peer('y-websocket-server', 'y-websocket-server', { environment: ({ dataDir }) => ({ YPERSISTENCE: dataDir }) }),
  hocuspocus: peer('hocuspocus', 'hocuspocus', { dialect: 'hocuspocus' }),
  relay: peer('relay', 'relay'),
  batchingRelay: peer('batching relay', 'batching-relay'),
} as const

/** In the order of the tables. */
export const names = ['ours', 'y-websocket-server', 'hocuspocus', 'relay', 'batching relay'] as const
export type Name = (typeof names)[number]

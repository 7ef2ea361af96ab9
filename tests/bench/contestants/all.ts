import type { ContestantKind } from './contestant.ts'
import { ours } from './ours.ts'

/** The other servers create a document on the first request. */
function peer(name: string, file: string, rest: Partial<ContestantKind> = {}): ContestantKind {
  const dialect = rest.dialect ?? 'y-websocket'
  return {
    name,
    script: `.cache/bench/${file}.js`,
    dialect,
    readyPath: '/',
    environment: ({ dataDir }) => ({ DATA_DIR: dataDir }),
    makeRooms: async (contestant, { count }) =>
      Array.from({ length: count }, () => {
        const document = `room-${contestant.roomsMade++}`
        return {
          url: `ws://127.0.0.1:${contestant.port}/${dialect === 'hocuspocus' ? '' : document}`,
          document,
          dialect,
          people: [{}],
        }
      }),
    ...rest,
  }
}

export const contestants = {
  ours,
  yWebsocketServer: peer('y-websocket-server', 'y-websocket-server'),
  /** The same server with its own storage, LevelDB; without it, documents are lost at the end of the process. */
  yWebsocketServerStored: peer('y-websocket-server', 'y-websocket-server', {
    environment: ({ dataDir }) => ({ YPERSISTENCE: dataDir }),
  }),
  hocuspocus: peer('hocuspocus', 'hocuspocus', { dialect: 'hocuspocus' }),
  relay: peer('relay', 'relay'),
  batchingRelay: peer('batching relay', 'batching-relay'),
} as const

/** Our own server of another checkout, built there: for what a change costs, in pairs (`--against`). */
export const before = (folder: string): ContestantKind => ({
  ...ours,
  name: 'before',
  script: `${folder}/dist/server/main.js`,
})

/** In the order of the tables. */
export const names = [
  'ours',
  'before',
  'y-websocket-server',
  'hocuspocus',
  'relay',
  'batching relay',
] as const
export type Name = (typeof names)[number]

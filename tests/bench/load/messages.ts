import type { Latencies } from './latencies.ts'

/** What the process that makes load can be asked; each call is one message there and one back. */

export type DialectName = 'y-websocket' | 'hocuspocus'

/** Where one document of one server is. */
export type RoomAddress = {
  url: string
  document: string
  dialect: DialectName
  /** The headers by which each of its people is known; clients take turns. */
  people: Record<string, string>[]
}

export type OpenParams = {
  rooms: RoomAddress[]
  clientsPerRoom: number
  typistsPerRoom: number
  /** A client counts as synced when it has had this many bytes of the document. */
  expectedBytes?: number
}
export type OpenResult = { ms: number; synced: number; failed: number }

export type TypeParams = {
  perSecond: number
  seconds: number
  /** How long to wait for what is still on its way. */
  drainMs: number
}
export type TypeResult = {
  sent: number
  /** Keystrokes that reached another client while the typing lasted. */
  deliveredInTime: number
  delivered: number
  expected: number
  fanOut: Latencies
  ack: Latencies
  /** Share of one core that making the load took: near 1 it is the load that is measured. */
  generatorLoad: number
  closed: number
  /** From the end of the typing until the last keystroke that came more than 250 ms late. */
  lateForMs: number
}

export type RecoverParams = {
  overloadPerSecond: number
  overloadSeconds: number
  normalPerSecond: number
  longestMs: number
}
export type RecoverResult = {
  /** From the end of the overload until keystrokes arrive in time again; null when they never did. */ ms:
    | number
    | null
  closed: number
}

export type JoinResult = { ms: number; bytes: number }
export type SeedParams = { rooms: RoomAddress[]; updatesFile: string }
export type Losses = { acknowledged: number; lost: number; sent: number }

export type LoadCalls = {
  open: (params: OpenParams) => Promise<OpenResult>
  /** Who was there comes back, all at once, with the document as they had it. */
  reopen: (params: { expectedBytes: number }) => Promise<OpenResult>
  type: (params: TypeParams) => Promise<TypeResult>
  recover: (params: RecoverParams) => Promise<RecoverResult>
  close: (params: Record<string, never>) => Promise<null>
  /** One more client, until it has the document. */
  join: (params: { room: RoomAddress; expectedBytes: number }) => Promise<JoinResult>
  /** Sends the updates of a file to each room and resolves when the server has them all; answers the size of a document. */
  seed: (params: SeedParams) => Promise<{ bytes: number }>
  /** Compares what was acknowledged to the typists with what the server has now. */
  losses: (params: Record<string, never>) => Promise<Losses>
}

export type Request = { id: number; method: keyof LoadCalls; params: unknown }
export type Reply = { id: number; result: unknown } | { id: number; error: string }

import type { Latencies } from './latencies.ts'

/** The calls to the load process; each call is one message there and one back. */

export type DialectName = 'y-websocket' | 'hocuspocus'

/** The address of one document of one server. */
export type RoomAddress = {
  url: string
  /** Of those who only read, if they are on another server. */
  readersUrl?: string
  document: string
  dialect: DialectName
  /** The headers of each user of the document; clients take turns. */
  people: Record<string, string>[]
}

export type OpenParams = {
  rooms: RoomAddress[]
  clientsPerRoom: number
  typistsPerRoom: number
  /** A client counts as synced when it received this many bytes of the document. */
  expectedBytes?: number
  /** How many clients are on their way in at one moment; all of them if left out. */
  atOnce?: number
}
export type OpenResult = { ms: number; synced: number; failed: number }

export type TypeParams = {
  perSecond: number
  seconds: number
  /** How long to wait for messages that are still on their way. */
  drainMs: number
}
export type TypeResult = {
  sent: number
  /** Keystrokes that reached another client during the typing. */
  deliveredInTime: number
  delivered: number
  expected: number
  fanOut: Latencies
  ack: Latencies
  /** Share of one core that the load process used: near 1 the load process itself is the bottleneck. */
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
  /** From the end of the overload until keystrokes arrive in time again; null when they never did. */
  ms: number | null
  closed: number
}

export type JoinResult = { ms: number; bytes: number }
export type SeedParams = { rooms: RoomAddress[]; updatesFile: string }
export type Losses = { acknowledged: number; lost: number; sent: number }

export type LoadCalls = {
  open: (params: OpenParams) => Promise<OpenResult>
  /** All former clients reconnect at once, with the document that they had. */
  reopen: (params: { expectedBytes: number }) => Promise<OpenResult>
  type: (params: TypeParams) => Promise<TypeResult>
  recover: (params: RecoverParams) => Promise<RecoverResult>
  close: (params: Record<string, never>) => Promise<null>
  /** Connects one more client and resolves when it has the document. */
  join: (params: { room: RoomAddress; expectedBytes: number }) => Promise<JoinResult>
  /** Sends the updates of a file to each room and resolves when the server has all of them; returns the size of a document. */
  seed: (params: SeedParams) => Promise<{ bytes: number }>
  /** Compares the acknowledged keystrokes with the state of the server. */
  losses: (params: Record<string, never>) => Promise<Losses>
}

export type Request = { id: number; method: keyof LoadCalls; params: unknown }
export type Reply = { id: number; result: unknown } | { id: number; error: string }

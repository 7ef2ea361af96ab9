import type { Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { PresenceUser } from '#shared/protocol/messages.ts'
import type { Units } from './turns.ts'

/**
 * What a room needs of a connection, so that it knows no socket: a websocket, an in-memory pair in a test, and later
 * HTTP behind a proxy look the same to it. Role and identity are decided once, before joining (AU1).
 */
export interface Peer {
  readonly userId: string
  /** The session that it was let in by: when that ends, it ends (AU3). */
  readonly sessionId: string
  /** Whose rights here it stands on besides, in a session that a coordinator handed over; null for all others. */
  readonly handedBy: string | null
  readonly role: Role
  readonly presence: PresenceUser
  /** Whether it asked for hello, acks, events and refusals (`?ext=1`). */
  readonly hasExtensions: boolean
  /** Frames of one moment; an array that several peers are handed is the same for all, and is not changed any more. */
  send(frames: readonly Uint8Array[]): void
  close(code: ErrorCode): void
  /** Counts what was done for it beyond reading its message: whoever asks for much is read more slowly (LI1). */
  spend(units: Units): void
  /** Whether its person may begin to write under so many more client ids. */
  takesClients(count: number): boolean
}

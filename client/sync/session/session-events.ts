import type { ErrorCode } from '#shared/errors.ts'
import type { EventFrame } from '#shared/protocol/events.ts'
import type { Hello } from '#shared/protocol/messages.ts'
import type { WriteKind } from '../transport/gated-socket.ts'
import type { SaveEvent } from './save-state.ts'
import type { Untimed } from './save-tracker.ts'

/** The events of an open plan: the input of its state machine (session-state.ts). */
export type SessionEvent =
  | { type: 'copyRead' }
  /** The copy on this device held the whole plan. */
  | { type: 'copyWhole' }
  /** The client tries to connect. */
  | { type: 'attempted' }
  | { type: 'greeted'; hello: Hello }
  | { type: 'synced' }
  | { type: 'sent'; kind: WriteKind }
  | { type: 'acked'; count: number; seq: number }
  | { type: 'told'; event: EventFrame }
  | { type: 'refused'; code: ErrorCode }
  /** The user changed the document. */
  | { type: 'edited' }
  /** The server or the copy on this device changed the document. */
  | { type: 'changedByOthers' }
  /** `close` is null when the connection never opened. */
  | { type: 'broken'; close: number | null }
  /** The server closed the connection for good. */
  | { type: 'turnedAway'; close: number }
  | { type: 'gaveUp'; code: ErrorCode }
  | { type: 'retried' }
  | { type: 'left' }

/** The effects of an event; plan-session.ts carries them out. */
export type SessionEffect =
  | { type: 'connect' }
  | { type: 'disconnect' }
  /** The next connection says up to where this client knows the plan. */
  | { type: 'announce'; epoch: string; timeline: string | null; seq: number }
  | { type: 'save'; event: Untimed<SaveEvent> }
  | { type: 'showLoaded' }
  | { type: 'markWhole' }
  /** The copy on this device has this epoch; `isFirst`: no copy was opened yet. */
  | { type: 'keepCopy'; epoch: string; isFirst: boolean }
  | { type: 'settleCopy'; code: ErrorCode }
  | { type: 'tell'; event: EventFrame }

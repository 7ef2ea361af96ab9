import type { ErrorCode } from '#shared/errors.ts'
import type { EventFrame } from '#shared/protocol/events.ts'
import type { Hello } from '#shared/protocol/messages.ts'
import type { WriteKind } from '../transport/gated-socket.ts'
import type { SaveEvent } from './save-state.ts'
import type { Untimed } from './save-tracker.ts'

/** What happens to an open plan: the input of its state machine (session-state.ts). */
export type SessionEvent =
  | { type: 'copyRead' }
  /** All of the plan came out of the copy on this device. */
  | { type: 'copyWhole' }
  /** A connection is being made. */
  | { type: 'attempted' }
  | { type: 'greeted'; hello: Hello }
  | { type: 'synced' }
  | { type: 'sent'; kind: WriteKind }
  | { type: 'acked'; count: number; seq: number }
  | { type: 'told'; event: EventFrame }
  | { type: 'refused'; code: ErrorCode }
  /** The document changed; not by what the server or this device put into it. */
  | { type: 'edited' }
  /** By others, or by the copy on this device. */
  | { type: 'changedByOthers' }
  /** `close` is null when the connection never opened. */
  | { type: 'broken'; close: number | null }
  /** The server closed it for good. */
  | { type: 'turnedAway'; close: number }
  | { type: 'gaveUp'; code: ErrorCode }
  | { type: 'retried' }
  | { type: 'left' }

/** What is to be done because of it; plan-session.ts does it. */
export type SessionEffect =
  | { type: 'connect' }
  | { type: 'disconnect' }
  /** Edits of others that wait for a word being composed go into the document. */
  | { type: 'releaseComposition' }
  /** The next connection says which epoch it is of. */
  | { type: 'announceEpoch'; epoch: string }
  | { type: 'save'; event: Untimed<SaveEvent> }
  | { type: 'showLoaded' }
  | { type: 'markWhole' }
  /** The copy on this device is of this epoch; `isFirst`: none was opened yet. */
  | { type: 'keepCopy'; epoch: string; isFirst: boolean }
  | { type: 'settleCopy'; code: ErrorCode }
  | { type: 'tell'; event: EventFrame }

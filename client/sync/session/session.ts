import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Role } from '#shared/access.ts'
import type { CreateThread, Thread } from '#shared/api/comments.ts'
import type { TextRange } from '#shared/comments/text-range.ts'
import type { Discipline } from '#shared/disciplines.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, Target } from '#shared/plan/content.ts'
import type { EventFrame } from '#shared/protocol/events.ts'
import type { Place } from '../place.ts'
import type { Source } from '../source.ts'

/** Whether the work is safe, from acknowledgements alone (DESIGN 4). `at`: milliseconds since 1970; `since`: by `Clock.elapsed`. */
export type SaveState =
  | { kind: 'loading' }
  | { kind: 'saved'; at: number | null }
  | { kind: 'saving'; since: number }
  /** No connection. `isKept` is false if this device can't store the text (private mode, full disk): the screen reports that. */
  | { kind: 'offline'; isKept: boolean; hasUnsent: boolean }
  /** The server refuses the work: the screen offers the rescue copy. */
  | { kind: 'refused'; code: ErrorCode; hasUnsent: boolean; isKept: boolean }

/** `hasMissed`: events were missed while there was no connection, or may have been. */
export type Connection =
  | { kind: 'connecting' }
  | { kind: 'live'; role: Role; hasMissed: boolean }
  | { kind: 'waiting' }
  | { kind: 'closed'; code: ErrorCode }

/** A user who has the plan open, with the identity that the server stamped. */
export type Person = {
  clientId: number
  userId: string
  name: string
  initials: string
  discipline: Discipline | null
  color: string
  isMe: boolean
  place: Place | null
}

/** A cell that another user changed a moment ago. */
export type CellChange = {
  table: string
  row: string
  column: string
  by: { name: string; color: string } | null
  at: number
  /** The overwritten value of this user, which "Terugzetten" restores; null if there is none. */
  mine: PlainValue | null
  wasMine: boolean
}

export interface PlanUndo {
  readonly state: Source<{ canUndo: boolean; canRedo: boolean }>
  undo(): void
  redo(): void
  /** Makes the next change a step of its own: called when the focus moves. */
  stopCapturing(): void
  /** The step that `undo` would take back, for comparison only; null when there is none. */
  lastStep(): unknown
}

/** Members that every plan on the screen has, including a past state. */
export interface PlanView {
  readonly planId: string
  readonly doc: Y.Doc
  readonly format: Format
  readonly content: Source<PlanContent>
  /** The highest sequence number that this client has seen of the plan; for `minSeq` of an export. */
  savedSeq(): number
  /** A thread whose words are a range of this document. */
  located(thread: Thread): Thread
  close(): void
}

/** Members that a session adds while it follows the plan on the server. */
interface Following {
  readonly connection: Source<Connection>
  /** False until the whole plan is loaded, from the server or from this device: never show it as empty before that. */
  readonly isLoaded: Source<boolean>
  /** The last role from the server, also from before the connection was lost. */
  readonly role: Source<Role | null>
  /** Words of this document in the form that the server takes. */
  pointAt(target: Target, range: TextRange): Pick<CreateThread, 'range' | 'words'>
  /** Reconnects at once: the network is back, or the user asked for it or signed in again. */
  reconnect(): void
}

/** A state of a plan that never changes: a version, or the end of a day. */
export interface FrozenView extends PlanView {
  readonly kind: 'frozen'
}

/** The parts of a plan that its user was invited to: to read and to comment on. */
export interface PartsView extends PlanView, Following {
  readonly kind: 'parts'
}

/** A whole plan that several people have open: the others in it, and whether the work of this person is saved. */
export interface WholeView extends PlanView, Following {
  readonly kind: 'whole'
  readonly awareness: Awareness
  readonly save: Source<SaveState>
  /** Past half of what a plan can hold, as the server said at the handshake. */
  readonly isOverHalf: Source<boolean>
  /** Whether an edit of this user is unacknowledged: for the warning on leaving. */
  readonly hasUnsaved: Source<boolean>
  readonly people: Source<readonly Person[]>
  readonly recentChanges: Source<ReadonlyMap<string, CellChange>>
  /** The undo of one text, for its binding, which may destroy it without harm to the other texts. */
  undoOfText(): unknown
  /** Publishes the place of this user; null when the focus leaves the fields of the page. */
  setPlace(place: Place | null): void
  onEvent(listener: (event: EventFrame) => void): () => void
  /** Calls back with each update of others, before the document takes it. */
  onIncoming(listener: (update: Uint8Array) => void): () => void
  /** Resolves when all edits so far are acknowledged; rejects with the reason if that can't happen. */
  whenSaved(): Promise<void>
  /** The plan as readable text, for a download when the server refuses the work. */
  rescueCopy(): { fileName: string; text: string }
  /** Whether this device stores the current text. */
  isKept(): boolean
  /** Removes the copy from this device, after `other-epoch`: the next opening starts from the plan on the server. */
  forgetLocalCopy(): void
  /** The same, but the copy stays for a week as a download. */
  leaveLocalCopy(): void
}

/** A whole plan as an editor of it has it. Screens of a reader get the same plan as a `WholeView`. */
export interface EditableSession extends WholeView {
  readonly undo: PlanUndo
  /** Changes rows, cells or values as one undoable step of this person. */
  change(write: (doc: Y.Doc) => void): void
}

export type FollowedPlan = PartsView | WholeView
export type OpenPlan = FrozenView | FollowedPlan

/** The plan as one that several people have open; null for a part of it or a past state. */
export function wholeView(plan: OpenPlan): WholeView | null {
  return plan.kind === 'whole' ? plan : null
}

/** Key of a cell in `recentChanges`. */
export function cellKey(table: string, row: string, column: string): string {
  return `${table}/${row}/${column}`
}

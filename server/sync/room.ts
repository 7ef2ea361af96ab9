import * as Y from 'yjs'
import { can } from '#shared/access.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { type ClientFrame, decodeClientFrame, encodeAck, encodeAwareness, encodeEvent, encodeHello, encodeRefused, encodeStep1, encodeStep2, encodeUpdate } from '#shared/protocol/codec.ts'
import { maxFrameBytes, protocolVersion } from '#shared/protocol/messages.ts'
import type { Logger } from '../runtime.ts'
import { Authors, clientIdsOf } from './authors.ts'
import type { CommitQueue, Committed } from './commit-queue.ts'
import { createLogDocument } from './log-document.ts'
import type { Peer } from './peer.ts'
import type { Change, LoadedPlan, PlanLog } from './plan-log.ts'
import type { PlanPosition } from './plan-rooms.ts'
import { Presence } from './presence.ts'
import { Rehearsal } from './rehearsal.ts'
import { addsNothing, parseUpdate } from './update-check.ts'
import { WriteTally } from './write-tally.ts'

export type RoomOptions = { planId: string; log: PlanLog; queue: CommitQueue; logger: Logger; onEmpty: () => void; onFailed: () => void }

/**
 * `early`: edits that refer to what only the answer to our step 1 brings. A standard client sends what is typed during
 * the handshake at once; that answer holds it too, so the edit itself needs no place in the log.
 */
type Member = { tally: WriteTally; hasAnswered: boolean; early: (() => void)[] }

/** What may wait for a handshake that is never answered. */
const maxEarlyWrites = 10_000

/** A snapshot is taken after this many changes or bytes, so that opening a plan never replays a long log. */
const snapshotAfterChanges = 500
const snapshotAfterBytes = 1024 * 1024

/**
 * One open plan: a tail of its log. Knows no socket, no SQL, no clock.
 *
 * Invariants:
 * 1. The document holds exactly the changes 1..seq of the log; nothing is applied before it is committed.
 * 2. Whatever a peer was sent is in the document; so nobody sees what a crash can take back.
 * 3. Changes are applied in the order of their seq, each once.
 * 4. An ack of n writes means the first n writes of that connection are committed.
 */
export class Room {
  readonly planId: string
  readonly #doc: Y.Doc
  readonly #epoch: string
  readonly #options: RoomOptions
  readonly #members = new Map<Peer, Member>()
  readonly #presence = new Presence()
  readonly #authors = new Authors()
  readonly #rehearsal = new Rehearsal(() => this.#state())
  #seq: number
  #encodedState: Uint8Array | null = null
  #changesSinceSnapshot = 0
  #bytesSinceSnapshot = 0
  #catchingUp: Promise<void> | null = null
  #snapshotting: Promise<void> | null = null
  #isClosed = false

  /** Opens a plan from its log. Throws `plan-unreadable` rather than ever showing an empty or half a plan. */
  constructor(loaded: LoadedPlan, options: RoomOptions) {
    this.planId = options.planId
    this.#options = options
    this.#epoch = loaded.epoch
    this.#doc = createLogDocument()
    this.#seq = loaded.snapshotSeq
    try {
      // One by one, as they came: Yjs clears up deleted items after each transaction, and what hangs on them may then lie
      // elsewhere. Read in one go, a log could give another plan than the one people had before them.
      if (loaded.snapshot !== null) Y.applyUpdate(this.#doc, loaded.snapshot)
      for (const change of loaded.changes) {
        if (change.body.kind === 'update') Y.applyUpdate(this.#doc, change.body.update)
        this.#note(change)
      }
    } catch (error) {
      this.#doc.destroy()
      throw new AppError('plan-unreadable', { cause: error })
    }
    if (this.#seq !== loaded.seq) {
      this.#doc.destroy()
      throw new AppError('plan-unreadable', { cause: new Error(`log of ${this.planId} ends at ${this.#seq}, not at ${loaded.seq}`) })
    }
  }

  get seq(): number {
    return this.#seq
  }

  get epoch(): string {
    return this.#epoch
  }

  get size(): number {
    return this.#members.size
  }

  /** Whether the room can be let go without losing sight of a write on its way. */
  get isIdle(): boolean {
    return this.#members.size === 0 && this.#rehearsal.waiting === 0 && this.#catchingUp === null && this.#snapshotting === null
  }

  join(peer: Peer): void {
    this.#members.set(peer, { tally: new WriteTally(), hasAnswered: false, early: [] })
    if (peer.hasExtensions) peer.send(encodeHello({ protocol: protocolVersion, epoch: this.#epoch, seq: this.#seq, role: peer.role, limits: { maxFrameBytes } }))
    peer.send(encodeStep1(Y.encodeStateVector(this.#doc)))
    const present = this.#presence.all()
    if (present.length > 0) peer.send(encodeAwareness(present))
  }

  /** A peer leaves once; its presence is gone for all at the same moment (SE1). */
  leave(peer: Peer): void {
    if (!this.#members.delete(peer)) return
    const gone = this.#presence.remove(peer)
    if (gone !== null) this.#broadcast(encodeAwareness([gone]))
    if (this.#members.size === 0) this.#options.onEmpty()
  }

  receive(peer: Peer, bytes: Uint8Array): void {
    const member = this.#members.get(peer)
    if (member === undefined) return
    if (bytes.byteLength > maxFrameBytes) return this.#expel(peer, 'too-large')
    const frame = decodeClientFrame(bytes)
    if (frame.kind === 'bad') return this.#expel(peer, 'bad-frame')
    this.#handle(peer, member, frame)
  }

  #handle(peer: Peer, member: Member, frame: ClientFrame): void {
    switch (frame.kind) {
      case 'step1':
        return this.#answerStep1(peer, frame.stateVector)
      case 'write':
        return this.#write(peer, member, frame)
      case 'awareness': {
        const accepted = this.#presence.receive(peer, frame.entries)
        if (accepted.length > 0) this.#broadcast(encodeAwareness(accepted))
        return
      }
      case 'queryAwareness':
        return peer.send(encodeAwareness(this.#presence.all()))
    }
  }

  #answerStep1(peer: Peer, stateVector: Uint8Array): void {
    try {
      peer.send(encodeStep2(isEmptyStateVector(stateVector) ? this.#state() : Y.encodeStateAsUpdate(this.#doc, stateVector)))
    } catch {
      this.#expel(peer, 'bad-frame')
    }
  }

  /** The whole document, encoded once between two changes: after a restart everybody asks for it at the same time. */
  #state(): Uint8Array {
    this.#encodedState ??= Y.encodeStateAsUpdate(this.#doc)
    return this.#encodedState
  }

  #write(peer: Peer, member: Member, frame: Extract<ClientFrame, { kind: 'write' }>): void {
    const { update, isEdit } = frame
    if (!can(peer.role, 'write')) {
      // Every client answers our step 1, a reader too: that answer is dropped unread. An edit is refused.
      if (isEdit) this.#expel(peer, 'read-only')
      return
    }
    const decoded = parseUpdate(update)
    if (decoded === null || this.#authors.isForged(decoded, peer.userId, this.#doc, (clientId) => this.#presence.userOf(clientId))) return this.#expel(peer, 'bad-frame')
    const done = member.tally.begin()
    const finish = this.#finisher(peer, member, done, isEdit)
    if (addsNothing(decoded, this.#doc)) return finish()
    const verdict = this.#rehearsal.try(update, decoded)
    if (verdict.kind === 'bad') return this.#expel(peer, 'bad-frame')
    if (verdict.kind !== 'good') {
      // After the handshake nothing can be missing, unless a commit failed: coming back brings it.
      if (!isEdit || member.hasAnswered || member.early.length >= maxEarlyWrites) return this.#expel(peer, 'unavailable')
      member.early.push(done)
      return
    }
    this.#queue(peer, verdict.fresh, finish)
  }

  /** What to do when a write is safe: count it, and with the answer to our step 1 what waited for that answer. */
  #finisher(peer: Peer, member: Member, done: () => boolean, isEdit: boolean): () => void {
    const early = isEdit ? [] : member.early
    if (!isEdit) {
      member.hasAnswered = true
      member.early = []
    }
    return () => {
      for (const doneEarly of early) doneEarly()
      if (done() || early.length > 0) this.#ack(peer, member)
    }
  }

  #queue(peer: Peer, update: Uint8Array, finish: () => void): void {
    this.#options.queue.add(
      { planId: this.planId, actor: peer.userId, body: { kind: 'update', update } },
      (committed) => this.#onCommitted(peer, update, committed, finish),
      (error) => {
        this.#rehearsal.failed(update)
        this.#expel(peer, error instanceof AppError && error.code === 'plan-not-found' ? 'plan-not-found' : 'unavailable')
      },
    )
  }

  #onCommitted(peer: Peer, update: Uint8Array, committed: Committed, finish: () => void): void {
    this.#rehearsal.committed(update)
    if (committed.seq === this.#seq + 1) {
      this.#advance({ ...committed, actor: peer.userId, body: { kind: 'update', update } }, peer)
      finish()
    } else if (committed.seq <= this.#seq) finish()
    // Someone else's change came in between (REST, another node): read the log, then acknowledge.
    else this.catchUp().then(finish, () => this.#fail())
  }

  #ack(peer: Peer, member: Member): void {
    if (peer.hasExtensions && this.#members.has(peer)) peer.send(encodeAck(member.tally.committed, this.#seq))
  }

  /** Applies and tells the next change of the log: the one place where a room moves on. */
  #advance(change: Change, origin: Peer | null): void {
    if (change.seq !== this.#seq + 1 || this.#isClosed) return
    if (change.body.kind === 'update') {
      try {
        Y.applyUpdate(this.#doc, change.body.update)
        if (origin === null) this.#rehearsal.follow(change.body.update)
      } catch (error) {
        this.#options.logger.error({ err: error, planId: this.planId, seq: change.seq }, 'a committed update could not be applied')
        return this.#fail()
      }
      this.#note(change)
      this.#broadcast(encodeUpdate(change.body.update), origin)
    } else {
      this.#note(change)
      const { seq, actor, at } = change
      this.#broadcast(encodeEvent({ seq, actor, at: new Date(at).toISOString(), event: change.body.event }), null, { extensionsOnly: true })
      if (change.body.event.type === 'plan.deleted') this.closeAll('plan-not-found')
    }
    if (this.#changesSinceSnapshot >= snapshotAfterChanges || this.#bytesSinceSnapshot >= snapshotAfterBytes) void this.snapshot()
  }

  #note(change: Change): void {
    this.#seq = change.seq
    this.#changesSinceSnapshot++
    if (change.body.kind === 'update') {
      this.#bytesSinceSnapshot += change.body.update.byteLength
      this.#encodedState = null
      this.#authors.note(change.actor, clientIdsOf(change.body.update))
    }
  }

  /** Reads what others wrote to the log. Single-flight; ends at the log's head of the moment it is read. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#readOn().finally(() => {
      this.#catchingUp = null
      if (this.#members.size === 0) this.#options.onEmpty()
    })
    return this.#catchingUp
  }

  async #readOn(): Promise<void> {
    const result = await this.#options.log.since(this.planId, this.#seq)
    if (result.kind === 'pruned') return this.#fail()
    for (const change of result.changes) this.#advance(change, null)
  }

  /** Reads the document as it is at `seq` now. The callback must not keep it. */
  read<T>(reader: (doc: Y.Doc, at: PlanPosition) => T): T {
    return reader(this.#doc, { epoch: this.#epoch, seq: this.#seq })
  }

  /** Keeps the state in storage, so that the next opening is short. A failure costs nothing but that. */
  snapshot(): Promise<void> {
    if (this.#changesSinceSnapshot === 0) return Promise.resolve()
    this.#snapshotting ??= this.#saveSnapshot().finally(() => {
      this.#snapshotting = null
    })
    return this.#snapshotting
  }

  async #saveSnapshot(): Promise<void> {
    const [changes, bytes] = [this.#changesSinceSnapshot, this.#bytesSinceSnapshot]
    try {
      await this.#options.log.saveSnapshot(this.planId, this.#seq, this.#state())
      this.#changesSinceSnapshot -= changes
      this.#bytesSinceSnapshot -= bytes
    } catch (error) {
      this.#options.logger.warn({ err: error, planId: this.planId }, 'snapshot failed; the log still holds everything')
    }
  }

  /** Closes a user's connections, or all: they come back and are judged anew (AU1). */
  revoke(userId: string | null, code: ErrorCode): void {
    for (const peer of [...this.#members.keys()]) if (userId === null || peer.userId === userId) this.#expel(peer, code)
  }

  closeAll(code: ErrorCode): void {
    this.revoke(null, code)
  }

  destroy(): void {
    this.#isClosed = true
    this.#rehearsal.destroy()
    this.#doc.destroy()
  }

  /** The document can no longer be trusted: let go of it and let everyone come back to a fresh reading of the log. */
  #fail(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.closeAll('unavailable')
    this.#options.onFailed()
  }

  #expel(peer: Peer, code: ErrorCode): void {
    if (!this.#members.has(peer)) return
    if (peer.hasExtensions) peer.send(encodeRefused(code))
    this.leave(peer)
    peer.close(code)
  }

  #broadcast(frame: Uint8Array, except: Peer | null = null, options: { extensionsOnly?: boolean } = {}): void {
    for (const peer of this.#members.keys()) if (peer !== except && (options.extensionsOnly !== true || peer.hasExtensions)) peer.send(frame)
  }
}

/** The encoding of "I have nothing": zero clients. */
function isEmptyStateVector(stateVector: Uint8Array): boolean {
  return stateVector.length === 1 && stateVector[0] === 0
}

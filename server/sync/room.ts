import type * as Y from 'yjs'
import { can } from '#shared/access.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { type ClientFrame, decodeClientFrame, encodeAwareness, encodeEvent, encodeHello, encodeRefused, encodeStep1, encodeStep2, encodeUpdate } from '#shared/protocol/codec.ts'
import { maxFrameBytes, protocolVersion } from '#shared/protocol/messages.ts'
import { Authors, clientIdsOf } from './authors.ts'
import type { Committed } from './commit-queue.ts'
import { Member } from './member.ts'
import { Outbox } from './outbox.ts'
import type { Peer } from './peer.ts'
import { PlanDocument, type Verdict } from './plan-document.ts'
import type { Change, LoadedPlan } from './plan-log.ts'
import type { PlanPosition } from './plan-rooms.ts'
import { PlanWeight } from './plan-weight.ts'
import { Presence } from './presence.ts'
import { Rest } from './rest.ts'
import type { RoomOptions } from './room-options.ts'
import { SnapshotPace } from './snapshot-pace.ts'
import { type Decoded, parseUpdate } from './update-check.ts'

type Write = Extract<ClientFrame, { kind: 'write' }>
type Good = Extract<Verdict, { kind: 'good' }>

/**
 * One open plan: a tail of its log. Knows no socket, no SQL, no clock.
 *
 * Invariants:
 * 1. The document holds the changes 1..seq of the log and the updates that wait for their commit, nothing else. At rest
 *    nothing waits.
 * 2. The document is shown only at rest, and an update is sent on only after its commit: nobody sees what a crash can
 *    take back. While someone waits for the rest, writes that come in are held.
 * 3. Changes count in the order of their seq, each once.
 * 4. An ack of n writes means the first n writes of that connection are committed.
 */
export class Room {
  readonly planId: string
  #document: PlanDocument
  readonly #epoch: string
  readonly #options: RoomOptions
  readonly #members = new Map<Peer, Member>()
  readonly #presence = new Presence()
  readonly #authors = new Authors()
  readonly #weight: PlanWeight
  readonly #outbox = new Outbox(() => this.#members.keys())
  readonly #rest = new Rest(() => this.#takeHeld())
  /** Writes that came in while someone waits for the rest; they count also when their writer has gone meanwhile. */
  #held: { peer: Peer; member: Member; frame: Write }[] = []
  /** The whole document as it was last sent, while that is in memory: those who come in together are handed the same bytes. */
  #whole: WeakRef<{ state: Uint8Array; frames: readonly Uint8Array[] }> | null = null
  #seq: number
  #eventSeq: number
  readonly #snapshots = new SnapshotPace()
  #catchingUp: Promise<void> | null = null
  #snapshotting: Promise<void> | null = null
  #isClosed = false

  /** Opens a plan from its log. Throws `plan-unreadable` rather than ever showing an empty or half a plan. */
  constructor(loaded: LoadedPlan, options: RoomOptions) {
    this.planId = options.planId
    this.#options = options
    this.#epoch = loaded.epoch
    this.#seq = loaded.snapshotSeq
    this.#eventSeq = loaded.eventSeq
    this.#document = PlanDocument.fromLog(loaded, options.look)
    this.#weight = new PlanWeight(loaded.snapshot?.byteLength ?? 0)
    for (const change of loaded.changes) this.#note(change)
    if (this.#seq === loaded.seq) return
    this.#document.destroy()
    throw new AppError('plan-unreadable', { cause: new Error(`log of ${this.planId} ends at ${this.#seq}, not at ${loaded.seq}`) })
  }

  get seq(): number {
    return this.#seq
  }

  get epoch(): string {
    return this.#epoch
  }

  get isOverHalf(): boolean {
    return this.#weight.isOverHalf
  }

  get size(): number {
    return this.#members.size
  }

  /** Whether the room can be let go without losing sight of a write on its way. */
  get isIdle(): boolean {
    return this.#members.size === 0 && this.#rest.isNow && this.#catchingUp === null && this.#snapshotting === null
  }

  join(peer: Peer): void {
    // What was said before is in the document that a newcomer gets.
    this.#outbox.flush()
    this.#members.set(peer, new Member())
    if (peer.hasExtensions)
      this.#outbox.to(
        peer,
        encodeHello({ protocol: protocolVersion, epoch: this.#epoch, seq: this.#seq, eventSeq: this.#eventSeq, role: peer.role, limits: { maxFrameBytes }, isOverHalf: this.#weight.isOverHalf }),
      )
    this.#rest.when(() => this.#outbox.to(peer, encodeStep1(this.#document.stateVector())))
    const present = this.#presence.all()
    if (present.length > 0) this.#outbox.to(peer, encodeAwareness(present))
  }

  /** A peer leaves once; its presence is gone for all at the same moment (PR3). */
  leave(peer: Peer): void {
    if (!this.#members.delete(peer)) return
    const gone = this.#presence.remove(peer)
    if (gone !== null) this.#outbox.toAll(encodeAwareness([gone]))
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
        if (this.#rest.takesWrites || !can(peer.role, 'write')) return this.#write(peer, member, frame)
        this.#held.push({ peer, member, frame })
        return
      case 'awareness': {
        const accepted = this.#presence.receive(peer, frame.entries)
        if (accepted.length > 0) this.#outbox.toAll(encodeAwareness(accepted))
        return
      }
      case 'queryAwareness':
        return this.#outbox.to(peer, encodeAwareness(this.#presence.all()))
    }
  }

  #answerStep1(peer: Peer, stateVector: Uint8Array): void {
    this.#rest.when(() => {
      if (!this.#members.has(peer)) return
      try {
        const update = this.#document.since(stateVector)
        this.#outbox.flush()
        peer.send(this.#step2Of(update))
      } catch {
        this.#expel(peer, 'bad-frame')
      }
    })
  }

  #step2Of(update: Uint8Array): readonly Uint8Array[] {
    const known = this.#whole?.deref()
    if (known?.state === update) return known.frames
    const whole = { state: update, frames: [encodeStep2(update)] }
    this.#whole = new WeakRef(whole)
    return whole.frames
  }

  #takeHeld(): void {
    const held = this.#held
    this.#held = []
    for (const { peer, member, frame } of held) this.#handle(peer, member, frame)
  }

  /** The document holds something that the log does not: read the log anew, while everyone stays where they are. */
  #rebuild(): void {
    this.#rest.when(() => {
      this.#rest.readAnew(this.#readAnew(), (error) => {
        this.#options.logger.error({ err: error, planId: this.planId }, 'the log could not be read anew')
        this.#fail()
      })
    })
  }

  async #readAnew(): Promise<void> {
    const loaded = await this.#options.log.load(this.planId)
    if (loaded === null) throw new AppError('plan-not-found')
    this.#document.destroy()
    this.#document = PlanDocument.fromLog(loaded, this.#options.look)
    // What came from elsewhere meanwhile is told, not only shown to who joins.
    for (const change of loaded.changes) if (change.seq > this.#seq) this.#tell(change, null)
    if (loaded.seq > this.#seq) this.#fail()
  }

  #write(peer: Peer, member: Member, frame: Write): void {
    const { update, isEdit } = frame
    if (!can(peer.role, 'write')) {
      // Every client answers our step 1, a reader too: that answer is dropped unread. An edit is refused.
      if (isEdit) this.#expel(peer, 'read-only')
      return
    }
    const decoded = parseUpdate(update)
    if (decoded === null || this.#authors.isForged(decoded, peer.userId, this.#document, (clientId) => this.#presence.userOf(clientId))) return this.#expel(peer, 'bad-frame')
    if (!this.#hasRoomFor(update, decoded)) return this.#expel(peer, 'plan-full')
    const done = member.begin()
    const isSafe = isEdit ? done : member.withEarly(done)
    const finish = () => {
      if (isSafe()) this.#ack(peer, member)
    }
    const tried = this.#document.try(update, decoded)
    switch (tried.kind) {
      case 'known':
        // Known from a write that still waits for its commit, perhaps: then it is not yet safe.
        return this.#rest.when(finish)
      case 'early':
        // After the handshake nothing can be missing, unless a commit failed: coming back brings it.
        if (!isEdit || !member.waitEarly(done)) this.#expel(peer, 'unavailable')
        return
      case 'bad':
        this.#expel(peer, 'bad-frame')
        return this.#rebuild()
      case 'good':
        return this.#queue(peer, tried, finish)
    }
  }

  /** What takes words away, or brings nothing new, has room in the fullest plan. */
  #hasRoomFor(update: Uint8Array, decoded: Decoded): boolean {
    return this.#weight.takes(update.byteLength, () => this.#document.state().byteLength) || !this.#document.wouldGrow(decoded)
  }

  #queue(peer: Peer, { fresh: update, note }: Good, finish: () => void): void {
    this.#rest.commitBegan()
    this.#options.onWrite()
    this.#options.queue.add(
      { planId: this.planId, actor: peer.userId, body: { kind: 'update', update } },
      (committed) => {
        note({ ...committed, actor: peer.userId })
        this.#onCommitted(peer, update, committed, finish)
      },
      (error) => {
        this.#rebuild()
        this.#rest.commitEnded()
        this.#expel(peer, error instanceof AppError && error.code === 'plan-not-found' ? 'plan-not-found' : 'unavailable')
      },
    )
  }

  #onCommitted(peer: Peer, update: Uint8Array, committed: Committed, finish: () => void): void {
    if (committed.seq === this.#seq + 1) {
      this.#tell({ ...committed, actor: peer.userId, body: { kind: 'update', update } }, peer)
      finish()
    } else if (committed.seq <= this.#seq) finish()
    // Someone else's change came in between (REST, another node): read the log, then acknowledge.
    else this.catchUp().then(finish, () => this.#fail())
    this.#rest.commitEnded()
  }

  #ack(peer: Peer, member: Member): void {
    if (this.#members.has(peer)) this.#outbox.ack(peer, { count: member.committed, seq: this.#seq })
  }

  /** Counts and tells the next change of the log: the one place where a room moves on. */
  #tell(change: Change, origin: Peer | null): void {
    if (change.seq !== this.#seq + 1 || this.#isClosed) return
    this.#note(change)
    if (change.body.kind === 'update') this.#outbox.toAll(encodeUpdate(change.body.update), origin)
    else {
      const { seq, actor, at } = change
      this.#outbox.toExtended(encodeEvent({ seq, actor, at: new Date(at).toISOString(), event: change.body.event }))
      if (change.body.event.type === 'plan.deleted') this.closeAll('plan-not-found')
    }
    if (this.#snapshots.isDue(this.#weight.bytes)) void this.snapshot()
  }

  #note(change: Change): void {
    this.#seq = change.seq
    this.#snapshots.add(change.body.kind === 'update' ? change.body.update.byteLength : 0)
    if (change.body.kind === 'update') {
      this.#weight.add(change.body.update.byteLength)
      this.#authors.note(change.actor, clientIdsOf(change.body.update))
    } else this.#eventSeq = change.seq
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
    for (const change of result.changes) {
      if (change.seq === this.#seq + 1 && change.body.kind === 'update') this.#document.follow(change.body.update)(change)
      this.#tell(change, null)
    }
  }

  /** Reads the document at rest, as it is at `seq` then. The callback must not keep it. */
  read<T>(reader: (doc: Y.Doc, at: PlanPosition) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#rest.when(() => {
        if (this.#isClosed) return reject(new AppError('unavailable'))
        try {
          resolve(this.#document.read((doc) => reader(doc, { epoch: this.#epoch, seq: this.#seq })))
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
    })
  }

  /** Keeps the state in storage, so that the next opening is short. A failure costs nothing but that. */
  snapshot(): Promise<void> {
    if (!this.#snapshots.hasNew || this.#isClosed) return Promise.resolve()
    this.#snapshotting ??= new Promise<void>((resolve) => this.#rest.when(() => void this.#saveSnapshot().then(resolve))).finally(() => {
      this.#snapshotting = null
    })
    return this.#snapshotting
  }

  async #saveSnapshot(): Promise<void> {
    const kept = this.#snapshots.taking()
    try {
      const state = this.#document.state()
      this.#weight.set(state.byteLength)
      await this.#options.log.saveSnapshot(this.planId, this.#seq, state)
      kept()
    } catch (error) {
      this.#options.logger.warn({ err: error, planId: this.planId }, 'snapshot failed; the log still holds everything')
    }
  }

  /** Nobody has written for a while: the bytes alone are kept until someone does. */
  sleep(): void {
    if (this.#rest.isNow && !this.#isClosed) this.#document.sleep()
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
    this.#document.destroy()
    this.#release()
  }

  /** Who waits for the rest hears that it does not come. */
  #release(): void {
    this.#held = []
    this.#rest.release()
  }

  /** The document can no longer be trusted: let go of it and let everyone come back to a fresh reading of the log. */
  #fail(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.closeAll('unavailable')
    this.#release()
    this.#options.onFailed()
  }

  #expel(peer: Peer, code: ErrorCode): void {
    if (!this.#members.has(peer)) return
    if (peer.hasExtensions) this.#outbox.to(peer, encodeRefused(code))
    this.#outbox.flush()
    this.#held = this.#held.filter((held) => held.peer !== peer)
    this.leave(peer)
    peer.close(code)
  }
}

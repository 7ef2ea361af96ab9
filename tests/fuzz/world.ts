import { readFileSync } from 'node:fs'
import * as Y from 'yjs'
import { createPlanUndo, type OwnedUndo } from '#client/sync/session/undo.ts'
import type { Logger } from '#server/runtime.ts'
import { createLogDocument } from '#server/sync/update/integrate.ts'
import type { TextRange } from '#shared/comments/text-range.ts'
import { AppError } from '#shared/errors.ts'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import type { Target } from '#shared/plan/content.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import type { PlanEvent } from '#shared/protocol/events.ts'
import { HandClock } from '../support/hand-clock.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { SimNetwork, settle } from '../support/sim-network.ts'
import { contentOf, LogIndex } from './log-index.ts'
import type { FuzzPeer } from './peer.ts'
import type { TokenBook } from './plan-edits.ts'
import { tokenOf } from './texts.ts'

export const planId = 'plan'
export const formatIds = ['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'] as const
export type FormatId = (typeof formatIds)[number]

/** What a thread hangs on, as REST would keep it: positions in the document of who began it, and the words. */
export type Anchor = { target: Target; range: TextRange }

type Token = { inside: string[]; operation: readonly [client: number, clock: number] }

/** Everything a simulated run consists of: the server on its log, the peers, and what is known about their work. */
export class World {
  readonly format: Format
  readonly network: SimNetwork
  readonly peers: FuzzPeer[]
  /** A replay of the log, moved on as it grows. */
  readonly replay = createLogDocument()
  readonly index = new LogIndex(this.replay)
  readonly tokens = new Map<string, Token>()
  readonly touched = new Set<string>()
  readonly deletedElements = new Set<string>()
  readonly held: (() => void)[] = []
  /** What threads hang on. */
  readonly anchors: Anchor[] = []
  /** Faults that no test step asked for. */
  readonly errors: string[]
  /** How often something really happened, so that a run can be seen not to be empty. */
  readonly counts = new Map<string, number>()
  /** Who may not write, by client id: nothing of it from `from` on may come into the log. */
  readonly ceilings = new Map<number, { peer: FuzzPeer; from: number }>()
  /** Another node of the installation, or REST: writes to the log beside the room. */
  readonly elsewhere = new Y.Doc()
  /**
   * A text was brought back together with the block around it. Yjs' undo then makes pieces that name a later one as the
   * one before them, and each reader may put those in another order: only what is kept can be compared, not its order.
   */
  mayBeShuffled = false
  readonly #undo = new WeakMap<Y.Doc, OwnedUndo>()
  #followed = 0
  #ids = 100

  private constructor(format: Format, network: SimNetwork, peers: FuzzPeer[], errors: string[]) {
    this.errors = errors
    this.format = format
    this.network = network
    this.peers = peers
    this.elsewhere.clientID = 900
    peers.forEach((peer, number) => {
      peer.onReceived = (update) => this.#checkShown(peer, update)
      peer.onClosed = (code) => {
        this.count(`closed ${code}`)
        if (code !== 4403 && code !== 4503)
          this.errors.push(`UP6 ${peer.name}, who did nothing wrong, was closed with ${code}`)
      }
      if (peer.originalRole === 'reader') this.ceilings.set(peer.doc.clientID, { peer, from: 0 })
      this.count(peer.isOurs ? 'own client' : 'standard client')
      if (number === 0) this.count('run')
    })
  }

  static async create(options: {
    formatId: FormatId
    peers: FuzzPeer[]
    sliceUnits?: number
  }): Promise<World> {
    const format = loadFormat(options.formatId)
    const errors: string[] = []
    const log = new MemoryPlanLog(new HandClock())
    log.addPlan(planId)
    let rows = 0
    await log.append([
      {
        planId,
        actor: null,
        body: {
          kind: 'update',
          update: seedPlan(format, { values: { wijk: 'Kraaienveen' } }, () => `row-${rows++}`),
        },
      },
    ])
    const network = new SimNetwork(log, listeningLogger(errors), {
      ...(options.sliceUnits === undefined ? {} : { sliceUnits: options.sliceUnits }),
    })
    const world = new World(format, network, options.peers, errors)
    world.follow()
    return world
  }

  /** The plan's own undo stack, of the page that is open. */
  undoOf(peer: FuzzPeer): OwnedUndo {
    const undo = this.#undo.get(peer.doc) ?? createPlanUndo(peer.doc, this.format)
    this.#undo.set(peer.doc, undo)
    return undo
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }

  freshClientId(): number {
    return 1000 + this.#ids++
  }

  freshId(): string {
    return String(this.#ids++)
  }

  connect(peer: FuzzPeer): void {
    const { role } = peer
    peer.connect((socket) =>
      this.network.accept(socket, {
        name: peer.name,
        role,
        epoch: peer.epoch,
        hasExtensions: true,
        whyNotAllowed: () => Promise.resolve(peer.role === role ? null : 'no-access'),
      }),
    )
  }

  /** Takes in what was committed since. */
  follow(): void {
    const history = this.network.log.history(planId)
    for (const change of history.slice(this.#followed)) {
      this.#followed++
      if (change.seq !== this.#followed)
        this.errors.push(`LG1 the log goes from ${this.#followed - 1} to ${change.seq}`)
      this.index.add(change)
      if (change.body.kind === 'update') Y.applyUpdate(this.elsewhere, change.body.update)
    }
  }

  get seq(): number {
    return this.#followed
  }

  /** Writes to the log as REST and other nodes do; a storage fault may meet them too. */
  async appendElsewhere(
    body: { kind: 'update'; update: Uint8Array } | { kind: 'event'; event: PlanEvent },
  ): Promise<void> {
    const answer = this.network.log.append([{ planId, actor: 'elders', body }]).then(
      () => this.count(`elsewhere ${body.kind}`),
      () => undefined,
    )
    // A held commit answers much later; nobody waits for it.
    void answer
    await settle()
  }

  bookOf(peer: FuzzPeer, number: number): TokenBook {
    const { doc } = peer
    const before = Y.getState(doc.store, doc.clientID)
    // What someone without the right to write touches, nobody else sees.
    const counts = peer.originalRole !== 'reader'
    return {
      fresh: () => tokenOf(number, this.#ids++),
      typed: (token, inside) =>
        void this.tokens.set(token, { inside, operation: [doc.clientID, before] }),
      touched: (tokens) => {
        if (counts) for (const token of tokens) this.touched.add(token)
      },
      deleted: (element) => {
        if (counts) this.deletedElements.add(element)
      },
    }
  }

  destroy(): void {
    for (const peer of this.peers) peer.destroy()
    for (const doc of [this.replay, this.elsewhere]) doc.destroy()
  }

  /** AK1: whatever a peer is sent is in the log already. */
  #checkShown(peer: FuzzPeer, update: Uint8Array): void {
    this.follow()
    const content = contentOf(update)
    if (!this.index.holds(content))
      this.errors.push(
        `AK1 ${peer.name} was shown what is not in the log: ${JSON.stringify(content)}`,
      )
  }
}

const formats = new Map<string, Format>()

export function loadFormat(id: FormatId): Format {
  const known =
    formats.get(id) ??
    FormatSchema.parse(JSON.parse(readFileSync(`shared/formats/${id}.json`, 'utf8')))
  formats.set(id, known)
  return known
}

/**
 * What a run asks for itself; every other error is a fault. A commit that is not let begin is one that hangs, and while one
 * hangs nobody is let in (ST2).
 */
function isAsked(message: string, error: unknown): boolean {
  return (
    message.startsWith('commit failed') ||
    message === 'Nothing is committed while changes wait' ||
    (error instanceof AppError && error.code === 'unavailable') ||
    String(error).includes('the process has crashed')
  )
}

function listeningLogger(errors: string[]): Logger {
  const note = (fields: object, message: string) => {
    const { err } = fields as { err?: unknown }
    if (!isAsked(message, err)) errors.push(`${message}: ${String(err)}`)
  }
  return { debug() {}, info() {}, warn: note, error: note }
}

import { readFileSync } from 'node:fs'
import * as Y from 'yjs'
import { createPlanUndo, type OwnedUndo } from '#client/sync/session/undo.ts'
import type { Logger } from '#server/runtime.ts'
import { createLogDocument } from '#server/yjs/integrate.ts'
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

/** The anchor of a thread, as REST stores it: positions in the document of its author, and the words. */
export type Anchor = { target: Target; range: TextRange }

type Token = { inside: string[]; operation: readonly [client: number, clock: number] }

/** The state of a simulated run: the server on its log, the peers, and the record of their work. */
export class World {
  readonly format: Format
  readonly network: SimNetwork
  readonly peers: FuzzPeer[]
  /** A replay of the log, advanced as the log grows. */
  readonly replay = createLogDocument()
  readonly index = new LogIndex(this.replay)
  readonly tokens = new Map<string, Token>()
  readonly touched = new Set<string>()
  readonly deletedElements = new Set<string>()
  readonly held: (() => void)[] = []
  /** The anchors of threads. */
  readonly anchors: Anchor[] = []
  /** Faults that no test step caused. */
  readonly errors: string[]
  /** Counts of events, to show that a run was not empty. */
  readonly counts = new Map<string, number>()
  /** Clients without write access, by client id: no operation of theirs from `from` on may reach the log. */
  readonly ceilings = new Map<number, { peer: FuzzPeer; from: number }>()
  /** Another node of the installation, or REST: writes to the log beside the room. */
  readonly elsewhere = new Y.Doc()
  /**
   * A text was restored together with the block around it. The undo of Yjs then makes items that name a later item as their left
   * neighbour, and readers may order these differently: only the set of items can be compared, not the order.
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

  /** The undo stack of the plan in the open page. */
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

  /** Reads the changes that were committed since the last call. */
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

  /** Writes to the log as REST and other nodes do; a storage fault may affect them too. */
  async appendElsewhere(
    body: { kind: 'update'; update: Uint8Array } | { kind: 'event'; event: PlanEvent },
  ): Promise<void> {
    const answer = this.network.log.append([{ planId, actor: 'elders', body }]).then(
      () => this.count(`elsewhere ${body.kind}`),
      () => undefined,
    )
    // A held commit resolves much later; the run does not wait for it.
    void answer
    await settle()
  }

  bookOf(peer: FuzzPeer, number: number): TokenBook {
    const { doc } = peer
    const before = Y.getState(doc.store, doc.clientID)
    // Edits of a user without write access are visible to that user only.
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

  /** AK1: all data that a peer receives is in the log already. */
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
 * The errors that a run causes on purpose; every other error is a fault. A commit that may not begin counts as hanging, and
 * while a commit hangs no client is admitted (ST2).
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

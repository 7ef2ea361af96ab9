import * as Y from 'yjs'
import { createPlanUndo, type OwnedUndo } from '#client/sync/session/undo.ts'
import { createLogDocument } from '#server/yjs/integrate.ts'
import type { TextRange } from '#shared/comments/text-range.ts'
import type { Format } from '#shared/format/schema.ts'
import type { Target } from '#shared/plan/content.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import type { PlanEvent } from '#shared/protocol/events.ts'
import { HandClock } from '../support/hand-clock.ts'
import { HintBus } from '../support/hint-bus.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import type { Random } from '../support/random.ts'
import { readFormat } from '../support/sample-plans.ts'
import type { SimLog } from '../support/sim-log.ts'
import { SimNetwork, settle } from '../support/sim-network.ts'
import { faultLogger } from './fault-logger.ts'
import { contentOf, LogIndex } from './log-index.ts'
import type { FuzzPeer } from './peer.ts'
import type { TokenBook } from './plan-edits.ts'
import { tokenOf } from './texts.ts'

export const planId = 'plan'
export const formatIds = ['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'] as const
export type FormatId = (typeof formatIds)[number]
/** Read once: a run begins with one, and there are thousands of runs. */
const formats = Object.fromEntries(formatIds.map((id) => [id, readFormat(id)])) as Record<
  FormatId,
  Format
>

/** The anchor of a thread, as REST stores it: positions in the document of its author, and the words. */
export type Anchor = { target: Target; range: TextRange }

/** The servers of a run: how many, and the log under them, with the plan and without any change. */
export type Servers = {
  nodes: number
  openLog(clock: HandClock): Promise<SimLog>
  /** For a log on a database: resolves at the end of a statement; null when none runs. */
  nextEnd?(): Promise<void> | null
}

const oneInMemory: Servers = {
  nodes: 1,
  async openLog(clock) {
    const log = new MemoryPlanLog(clock)
    log.addPlan(planId)
    return log
  },
}

type Node = SimNetwork<SimLog>
type Token = { inside: string[]; operation: readonly [client: number, clock: number] }

/** The state of a simulated run: the servers on their log, the peers, and the record of their work. */
export class World {
  readonly format: Format
  readonly nodes: readonly [Node, ...Node[]]
  /** Between several nodes. */
  readonly bus: HintBus | null
  readonly peers: FuzzPeer[]
  /** A replay of the log, advanced as the log grows. */
  readonly replay = createLogDocument()
  readonly index = new LogIndex(this.replay)
  readonly tokens = new Map<string, Token>()
  readonly touched = new Set<string>()
  readonly deletedElements = new Set<string>()
  readonly held: { node: Node; release: () => void }[] = []
  /** The anchors of threads. */
  readonly anchors: Anchor[] = []
  /** Faults that no test step caused. */
  readonly errors: string[] = []
  readonly #servers: Servers
  /** Counts of events, to show that a run was not empty. */
  readonly counts = new Map<string, number>()
  /** Clients without write access, by client id: no operation of theirs from `from` on may reach the log. */
  readonly ceilings = new Map<number, { peer: FuzzPeer; from: number }>()
  /** REST, or a command: writes to the log beside the room. */
  readonly elsewhere = new Y.Doc()
  /**
   * A text was restored together with the block around it. The undo of Yjs then makes items that name a later item as their left
   * neighbour, and readers may order these differently: only the set of items can be compared, not the order.
   */
  mayBeShuffled = false
  readonly #undo = new WeakMap<Y.Doc, OwnedUndo>()
  #followed = 0
  #ids = 100
  readonly #servedBy = new Map<FuzzPeer, number>()

  private constructor({
    format,
    log,
    peers,
    servers,
    sliceUnits,
  }: {
    format: Format
    log: SimLog
    peers: FuzzPeer[]
    servers: Servers
    sliceUnits: number | undefined
  }) {
    this.#servers = servers
    this.format = format
    this.peers = peers
    const bus = servers.nodes > 1 ? new HintBus((fate) => this.count(`message ${fate}`)) : null
    this.bus = bus
    const open = (its: SimLog) =>
      new SimNetwork<SimLog>(its, faultLogger(this.errors), {
        ...(sliceUnits === undefined ? {} : { sliceUnits }),
        ...(bus === null ? {} : { join: () => bus.join() }),
        settled: () => this.settled(),
      })
    const others = Array.from({ length: servers.nodes - 1 }, () => open(log.beside()))
    this.nodes = [open(log), ...others]
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

  static async create(
    options: { formatId: FormatId; peers: FuzzPeer[]; sliceUnits?: number },
    servers: Servers = oneInMemory,
  ): Promise<World> {
    const format = formats[options.formatId]
    const log = await servers.openLog(new HandClock())
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
    const { peers, sliceUnits } = options
    const world = new World({ format, log, peers, servers, sliceUnits })
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

  /** A page that comes back arrives at another node, as behind a load balancer. */
  connect(peer: FuzzPeer): void {
    const { role } = peer
    this.#servedBy.set(peer, (this.#servedBy.get(peer) ?? this.peers.indexOf(peer)) + 1)
    const node = this.nodeOf(peer)
    peer.connect((socket) =>
      node.accept(socket, {
        name: peer.name,
        role,
        epoch: peer.epoch,
        hasExtensions: true,
        whyNotAllowed: () => Promise.resolve(peer.role === role ? null : 'no-access'),
      }),
    )
  }

  nodeOf(peer: FuzzPeer): Node {
    return this.nodes[(this.#servedBy.get(peer) ?? 0) % this.nodes.length] ?? this.nodes[0]
  }

  nodeBy(random: Random): Node {
    return random.pick(this.nodes) ?? this.nodes[0]
  }

  peersOn(node: Node): FuzzPeer[] {
    return this.peers.filter((peer) => this.nodeOf(peer) === node)
  }

  /** Closes the connections of this user, on every node. */
  revoke({ name }: FuzzPeer): void {
    for (const { rooms } of this.nodes) rooms.revoke(planId, name, 'no-access')
  }

  async commit(): Promise<void> {
    for (const node of this.nodes) await node.commit()
  }

  get isBusy(): boolean {
    return this.nodes.some((node) => node.isBusy)
  }

  advance(ms: number): void {
    for (const { clock } of this.nodes) clock.advance(ms)
  }

  /** Resolves when nothing moves by itself any more, in the processes and in their database. */
  async settled(): Promise<void> {
    for (;;) {
      await settle()
      const end = this.#servers.nextEnd?.() ?? null
      if (end === null) return
      await end
    }
  }

  /** Reads the changes that were committed since the last call. */
  follow(): void {
    const history = this.nodes[0].log.history(planId)
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
    const answer = this.nodes[0].log.append([{ planId, actor: 'elders', body }]).then(
      () => this.count(`elsewhere ${body.kind}`),
      () => undefined,
    )
    // A held commit resolves much later; the run does not wait for it.
    void answer
    await this.settled()
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

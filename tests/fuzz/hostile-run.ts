import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import type { Logger } from '#server/runtime.ts'
import type { Connection } from '#server/sync/room/connection.ts'
import { createLogDocument } from '#server/yjs/integrate.ts'
import type { Role } from '#shared/access.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { fieldFragment } from '#shared/plan/layout.ts'
import { readPlan } from '#shared/plan/read.ts'
import { HandClock } from '../support/hand-clock.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { Random } from '../support/random.ts'
import { readFormat } from '../support/sample-plans.ts'
import { SimClient } from '../support/sim-client.ts'
import { SimNetwork } from '../support/sim-network.ts'
import { frameWeights, hostileFrame, type Loot } from './hostile-frames.ts'
import { edits } from './plan-edits.ts'
import { standingOf } from './standing.ts'
import { plainText } from './texts.ts'

const format = readFormat('medrie-wijkplan')
/** The number of frames after which the plan starts afresh, because accepted frames make it grow. */
const framesPerPlan = 1500

/** One attacker on a plan with two other users. Throws at the first violation, with the seed. */
export class HostileRun {
  readonly counts = new Map<string, number>()
  readonly #random: Random
  readonly #seed: number
  readonly #errors: string[] = []
  #network: SimNetwork
  #noor: SimClient
  #wim: SimClient
  #attacker: { connection: Connection; role: Role; closed: number | null } | null = null
  #loot: Loot
  #typed = 0

  private constructor(seed: number) {
    this.#seed = seed
    this.#random = new Random(seed)
    this.#network = new SimNetwork(new MemoryPlanLog(new HandClock()), this.#logger())
    this.#noor = this.#wim = clientWithId(0)
    this.#loot = { frames: [], updates: [], doc: new Y.Doc(), ownIds: [], presentIds: [] }
  }

  static async run(seed: number, frames: number): Promise<ReadonlyMap<string, number>> {
    const run = new HostileRun(seed)
    for (let done = 0; done < frames; done += framesPerPlan)
      await run.#onePlan(Math.min(framesPerPlan, frames - done))
    run.#network.close()
    return run.counts
  }

  async #onePlan(frames: number): Promise<void> {
    await this.#start()
    for (let i = 1; i <= frames; i++) {
      await this.#attack()
      if (i % 100 === 0 || i === frames) await this.#othersGoOn()
      if (i % 500 === 0 || i === frames)
        await this.#readAnew().catch((error: unknown) =>
          this.#fail(`LG4 the plan can no longer be read: ${String(error)}`),
        )
    }
  }

  async #start(): Promise<void> {
    this.#network.close()
    const log = new MemoryPlanLog(new HandClock())
    log.addPlan('plan')
    this.#network = new SimNetwork(log, this.#logger())
    this.#noor = this.#network.connect(clientWithId(11), { name: 'Noor' })
    this.#wim = this.#network.connect(clientWithId(0x7fff0012), { name: 'Wim' })
    this.#attacker = null
    await this.#network.flush()
    const updates: Uint8Array[] = []
    const frames: Uint8Array[] = []
    this.#noor.doc.on('update', (update: Uint8Array) => void updates.push(update))
    let ids = 0
    const book = { fresh: () => `woord${ids++} `, typed() {}, touched() {}, deleted() {} }
    for (let i = 0; i < 40; i++) {
      const kind = this.#random.weighted({
        type: 4,
        paragraph: 4,
        mark: 3,
        addRow: 3,
        setCell: 2,
        deleteText: 1,
        setValue: 1,
      })
      this.#noor.doc.transact(() =>
        edits[kind]({
          doc: this.#noor.doc,
          format,
          random: this.#random,
          book,
          freshId: () => String(ids++),
        }),
      )
      frames.push(...this.#noor.toServer)
      await this.#network.flush()
    }
    this.#noor.sendAwareness([this.#noor.doc.clientID])
    frames.push(...this.#noor.toServer)
    await this.#network.flush()
    this.#loot = {
      frames,
      updates: updates.slice(),
      doc: this.#wim.doc,
      ownIds: [6601, 6602, 6603],
      presentIds: [this.#noor.doc.clientID, this.#wim.doc.clientID, 6601],
    }
  }

  async #attack(): Promise<void> {
    const attacker = await this.#attackerOnline()
    const kind = this.#random.weighted(frameWeights)
    const frame = hostileFrame(kind, this.#loot, this.#random)
    const before = this.#network.log.history('plan').length
    try {
      attacker.connection.onMessage(frame)
      await this.#network.commit()
    } catch (error) {
      this.#fail(`a ${kind} frame threw: ${error instanceof Error ? error.stack : String(error)}`)
    }
    const grew = this.#network.log.history('plan').length > before
    this.#count(`frame ${kind}`)
    this.#count(attacker.closed === null ? 'let pass' : `closed ${attacker.closed}`)
    if (grew) this.#count(`logged ${kind}`)
    if (grew && attacker.role !== 'editor')
      this.#fail(`AU2 a ${kind} frame of a ${attacker.role} was logged`)
    if (grew && attacker.closed === 4400) this.#fail(`UP1 a ${kind} frame was refused and logged`)
    if (this.#errors.length > 0) this.#fail(`a ${kind} frame: ${this.#errors[0]}`)
  }

  async #attackerOnline(): Promise<{ connection: Connection; role: Role; closed: number | null }> {
    if (this.#attacker !== null && this.#attacker.closed === null && !this.#random.chance(0.01))
      return this.#attacker
    this.#attacker?.connection.onClosed()
    const role = this.#random.weighted({ editor: 8, reader: 1, commenter: 1 })
    const link = { closed: null as number | null }
    const socket = {
      bufferedBytes: 0,
      send() {},
      close: (code: number) => {
        link.closed = code
      },
      terminate() {},
      ping() {},
      pause() {},
      resume() {},
    }
    const connection = this.#network.accept(socket, { name: 'Mallory', role })
    await this.#network.commit()
    this.#attacker = Object.assign(link, { connection, role })
    return this.#attacker
  }

  /** The others type on, are saved, see each other, and see no forged identity. */
  async #othersGoOn(): Promise<void> {
    await this.#network.flush()
    for (const client of [this.#noor, this.#wim])
      if (client.closed !== null)
        this.#fail(`UP6 someone else was closed with ${client.closed.code}`)
    const word = `[${this.#typed++}]`
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(word)])
    fieldFragment(this.#noor.doc, 'visie').insert(0, [paragraph])
    await this.#network.flush()
    if (!this.#noor.isSaved) this.#fail('UP6 someone else is not saved')
    if (!plainText(fieldFragment(this.#wim.doc, 'visie')).includes(word))
      this.#fail('UP6 someone else is not seen')
    for (const [clientId, state] of this.#wim.awareness.getStates()) {
      const name = (state as { user?: { name?: string } }).user?.name
      const owner =
        clientId === this.#noor.doc.clientID
          ? 'Noor'
          : clientId === this.#wim.doc.clientID
            ? 'Wim'
            : 'Mallory'
      if (name !== undefined && name !== owner) this.#fail(`PR1 PR2 ${owner} is shown as ${name}`)
    }
  }

  /**
   * The room serves exactly the document that the log gives. A snapshot and a screen hold the same operations; the order within
   * a text may differ where an update named neighbours that were never adjacent, which the undo of Yjs does as well.
   */
  async #readAnew(): Promise<void> {
    const live = await this.#network.rooms.read('plan', 0, (doc) => viewOf(doc))
    const loaded = await this.#network.log.load('plan')
    const fresh = createLogDocument()
    if (loaded?.snapshot != null) Y.applyUpdate(fresh, loaded.snapshot)
    for (const change of loaded?.changes ?? [])
      if (change.body.kind === 'update') Y.applyUpdate(fresh, change.body.update)
    if (!isDeepStrictEqual(viewOf(fresh), live))
      this.#fail('LG4 the plan reads otherwise from the log than live')
    const again = new Y.Doc()
    Y.applyUpdate(
      again,
      await this.#network.rooms.read('plan', 0, (doc) => Y.encodeStateAsUpdate(doc)),
    )
    if (!isDeepStrictEqual(viewOf(again).standing, live.standing))
      this.#fail('LG5 the plan reads otherwise from a snapshot than live')
    if (!isDeepStrictEqual(viewOf(this.#wim.doc).standing, live.standing))
      this.#fail('LG3 the plan is another on a screen than on the server')
    this.#count('plan compared')
    for (const doc of [fresh, again]) doc.destroy()
  }

  #logger(): Logger {
    const note = (fields: object, message: string) =>
      void this.#errors.push(`${message}: ${String((fields as { err?: Error }).err?.stack)}`)
    return { debug() {}, info() {}, warn() {}, error: note }
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }

  #fail(what: string): never {
    throw new Error(
      `seed ${this.#seed}, after ${[...this.counts].filter(([key]) => key.startsWith('frame')).reduce((sum, [, count]) => sum + count, 0)} frames: ${what}`,
    )
  }
}

/** The readable state of a document: the plan, and the operations that are not deleted. */
function viewOf(doc: Y.Doc): { plan: PlanContent; standing: unknown } {
  return { plan: readPlan(doc, format, { epoch: '', seq: 0 }), standing: standingOf(doc) }
}

function clientWithId(clientId: number): SimClient {
  const doc = new Y.Doc()
  doc.clientID = clientId
  return new SimClient(doc)
}

import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { NewChange } from '#server/sync/plan-log.ts'
import { HandClock } from '../support/hand-clock.ts'
import { textOf, type } from '../support/one-text.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { Random } from '../support/random.ts'
import type { SimClient } from '../support/sim-client.ts'
import { SimNetwork } from '../support/sim-network.ts'

/** One log under two nodes; it notes each commit, for the notifications. */
class SharedLog extends MemoryPlanLog {
  commits = 0

  override async append(changes: readonly NewChange[]): Promise<{ seq: number; at: number }[]> {
    const answers = await super.append(changes)
    this.commits++
    return answers
  }
}

type Fate = 'lost' | 'prompt' | 'double' | 'late'
const fates: Record<Fate, number> = { lost: 4, prompt: 2, double: 1, late: 3 }

/**
 * Two nodes with two people each; notifications between them are lost, doubled, late or out of
 * order.
 */
class Cluster {
  readonly log = new SharedLog(new HandClock())
  readonly nodes: SimNetwork[]
  readonly people: SimClient[]
  readonly counts = new Map<string, number>()
  readonly #random: Random
  #late: SimNetwork[] = []
  #told = 0

  constructor(random: Random) {
    this.#random = random
    this.log.addPlan('plan')
    this.nodes = [new SimNetwork(this.log), new SimNetwork(this.log)]
    this.people = this.nodes.flatMap((node, at) =>
      ['a', 'b'].map((who) => node.join({ name: `${who}${at}` })),
    )
  }

  async step(): Promise<void> {
    const random = this.#random
    const person = random.pick(this.people) as SimClient
    const node = random.pick(this.nodes) as SimNetwork
    const what = random.weighted({
      type: 8,
      erase: 2,
      up: 8,
      commit: 6,
      flush: 3,
      compact: 1.5,
      read: 1,
    })
    this.#count(what)
    if (what === 'type') type(person, String.fromCharCode(97 + random.below(26)))
    else if (what === 'erase') erase(person, random)
    else if (what === 'up') for (const each of this.people) each.deliverUp()
    else if (what === 'commit') await node.commit()
    else if (what === 'flush') await node.flush()
    else if (what === 'compact') await this.#compact()
    else this.log.failReads(random.between(1, 2))
    await this.#notify()
  }

  /** Flows until nothing moves, and each node has checked the heads of its logs. */
  async settle(): Promise<void> {
    this.log.clearFaults()
    for (let round = 0; round < 6; round++)
      for (const node of this.nodes) {
        await node.flush()
        node.clock.advance(2_000)
        await node.flush()
      }
  }

  get committed(): string {
    const doc = this.#replay(this.log.history('plan').length)
    return doc.getText('t').toString()
  }

  close(): void {
    for (const node of this.nodes) node.close()
  }

  async #notify(): Promise<void> {
    for (; this.#told < this.log.commits; this.#told++)
      for (const node of this.nodes) {
        const fate = this.#random.weighted(fates)
        this.#count(`notification ${fate}`)
        if (fate === 'late') this.#late.push(node)
        for (let n = { lost: 0, prompt: 1, double: 2, late: 0 }[fate]; n > 0; n--)
          node.rooms.notifyChanged('plan')
      }
    while (this.#late.length > 0 && this.#random.chance(0.3))
      this.#late.splice(this.#random.below(this.#late.length), 1)[0]?.rooms.notifyChanged('plan')
  }

  async #compact(): Promise<void> {
    const seq = this.log.history('plan').length
    if (seq > 0) await this.log.saveSnapshot('plan', seq, Y.encodeStateAsUpdate(this.#replay(seq)))
  }

  #replay(seq: number): Y.Doc {
    const doc = new Y.Doc()
    for (const { body } of this.log.history('plan').slice(0, seq))
      if (body.kind === 'update') Y.applyUpdate(doc, body.update)
    return doc
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
}

function erase(person: SimClient, random: Random): void {
  const text = person.doc.getText('t')
  if (text.length > 0) text.delete(random.below(text.length), 1)
}

const counts = new Map<string, number>()

describe('LG8 LG9 two nodes on one log', () => {
  test.each(Array.from({ length: 60 }, (_, n) => 4_100 + n))(
    'LG8 LG9 all see the same and nobody is sent away, with notifications lost or late, and compacted or not (seed %i)',
    async (seed) => {
      const random = new Random(seed)
      const cluster = new Cluster(random)
      for (const node of cluster.nodes) await node.flush()
      for (let step = 0; step < 120; step++) await cluster.step()
      await cluster.settle()
      for (const person of cluster.people) {
        expect(person.closed).toBeNull()
        expect(person.isSaved).toBe(true)
        expect(textOf(person)).toBe(cluster.committed)
      }
      for (const [what, count] of cluster.counts) counts.set(what, (counts.get(what) ?? 0) + count)
      cluster.close()
    },
  )

  test('LG8 the runs were not empty', () => {
    for (const what of [
      'type',
      'erase',
      'compact',
      'read',
      'notification lost',
      'notification double',
      'notification late',
    ])
      expect(counts.get(what) ?? 0).toBeGreaterThan(50)
  })
})

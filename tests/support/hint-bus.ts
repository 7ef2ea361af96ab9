import type { Cluster, ClusterMessage } from '#server/sync/cluster.ts'
import type { Random } from './random.ts'

type Listener = (message: ClusterMessage, fromNode: string) => void
type Waiting = { to: Listener[]; message: ClusterMessage; from: string }
export type Fate = 'lost' | 'delivered' | 'doubled' | 'late' | 'overtaken'

/** Of messages that move: `doubled` are delivered now and once more later. */
const fates = { lost: 3, delivered: 5, doubled: 1.5 } as const

/** Messages between simulated nodes, which are lost, doubled, late and out of order as a test determines. */
export class HintBus {
  readonly #members = new Map<string, Listener[]>()
  readonly #onFate: (fate: Fate) => void
  #waiting: Waiting[] = []
  #joined = 0

  constructor(onFate: (fate: Fate) => void) {
    this.#onFate = onFate
  }

  /** The bus as a new process knows it. */
  join(): Cluster {
    const nodeId = `node-${++this.#joined}`
    const listeners: Listener[] = []
    this.#members.set(nodeId, listeners)
    return {
      nodeId,
      isShared: true,
      notify: (message) => {
        if (!this.#members.has(nodeId)) return
        for (const [other, to] of this.#members)
          if (other !== nodeId) this.#waiting.push({ to, message, from: nodeId })
      },
      onNotify: (listener) => void listeners.push(listener),
      onGap: () => {},
      close: async () => {
        this.#members.delete(nodeId)
        listeners.length = 0
      },
    }
  }

  /** Some of the waiting messages move, in any order. */
  move(random: Random): void {
    while (this.#waiting.length > 0 && random.chance(0.55)) {
      const at = random.below(this.#waiting.length)
      const [moved] = this.#waiting.splice(at, 1)
      if (moved === undefined) return
      if (at > 0) this.#onFate('overtaken')
      const fate = random.weighted(fates)
      this.#onFate(fate)
      if (fate === 'lost') continue
      for (const listener of moved.to) listener(moved.message, moved.from)
      if (fate === 'doubled') this.#waiting.push(moved)
    }
    if (this.#waiting.length > 0) this.#onFate('late')
  }
}

import type { Cluster, ClusterMessage } from '#server/sync/cluster.ts'

type Bus = Set<MemoryCluster>

/** Nodes in one process, without a database. */
export class MemoryCluster implements Cluster {
  static #opened = 0
  readonly nodeId = `memory-${++MemoryCluster.#opened}`
  readonly isShared = true
  readonly #bus: Bus
  readonly #listeners: ((message: ClusterMessage, fromNode: string) => void)[] = []

  constructor(bus: Bus) {
    this.#bus = bus
    bus.add(this)
  }

  static bus(): Bus {
    return new Set()
  }

  notify(message: ClusterMessage): void {
    if (!this.#bus.has(this)) return
    for (const other of this.#bus)
      if (other !== this) for (const listener of other.#listeners) listener(message, this.nodeId)
  }

  onNotify(listener: (message: ClusterMessage, fromNode: string) => void): void {
    this.#listeners.push(listener)
  }

  onGap(): void {}

  async close(): Promise<void> {
    this.#bus.delete(this)
  }
}

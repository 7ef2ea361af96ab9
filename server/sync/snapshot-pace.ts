/** A snapshot is taken after this many changes or bytes, so that opening a plan never replays a long log. */
const afterChanges = 500
const afterBytes = 1024 * 1024
/** It is as large as the plan: of a large one not before this share of it is new, or it would be written over and over. */
const afterShare = 1 / 8

type Since = { changes: number; bytes: number }

/** What was logged since the last snapshot, and when that is enough for another. */
export class SnapshotPace {
  #since: Since = { changes: 0, bytes: 0 }

  get hasNew(): boolean {
    return this.#since.changes > 0
  }

  /** `bytes`: of its update; an event has none. */
  add(bytes: number): void {
    this.#since = { changes: this.#since.changes + 1, bytes: this.#since.bytes + bytes }
  }

  isDue(planBytes: number): boolean {
    const { changes, bytes } = this.#since
    return bytes >= afterBytes || (changes >= afterChanges && bytes >= planBytes * afterShare)
  }

  /** Of what a snapshot that is taken now holds; to be called once it is kept. */
  taking(): () => void {
    const { changes, bytes } = this.#since
    return () => {
      this.#since = { changes: this.#since.changes - changes, bytes: this.#since.bytes - bytes }
    }
  }
}

import { marksOf, typeMark } from '../support/marks.ts'
import type { SyncClient } from '../support/sync-client.ts'

/** The numbers 0, 1, 2, … that one client typed into its own list, and how many of them were acknowledged. */
export class Typist {
  readonly planId: string
  readonly list: string
  readonly client: SyncClient
  next = 0
  acked = -1
  /** When the connection broke, and for how long it was away at most; by `performance.now()`. */
  lostAt: number | null = null
  longestAwayMs = 0
  /** Unacknowledged numbers, each with the message count whose acknowledgement covers it. */
  #waiting: { mark: number; message: number }[] = []

  constructor(planId: string, list: string, client: SyncClient) {
    this.planId = planId
    this.list = list
    this.client = client
    client.provider.on('connection-close', () => this.#closed())
    client.provider.on('sync', (isSynced: boolean) => {
      if (!isSynced || this.lostAt === null) return
      this.longestAwayMs = Math.max(this.longestAwayMs, performance.now() - this.lostAt)
      this.lostAt = null
    })
  }

  type(): void {
    typeMark(this.client.doc, this.list, this.next)
    if (this.client.provider.wsconnected)
      this.#waiting.push({ mark: this.next, message: this.client.sent })
    this.next++
  }

  noteAcks(): void {
    while (this.#waiting[0] !== undefined && this.#waiting[0].message <= this.client.acked)
      this.acked = this.#waiting.shift()?.mark ?? this.acked
    // The answer at the handshake holds what was typed without a connection, and on one that broke.
    if (this.lostAt === null && this.client.isSaved) this.acked = this.next - 1
  }

  disconnect(): void {
    this.#closed()
    this.client.provider.disconnect()
  }

  /** Resolves when everything typed is acknowledged. */
  async saved(timeoutMs?: number): Promise<void> {
    await this.client.until(
      () => this.client.isSaved && this.lostAt === null,
      'everyone is saved',
      timeoutMs,
    )
    this.acked = this.next - 1
  }

  /** Of a document of the plan: acknowledged numbers that it lacks, and numbers that it has more than once. */
  compare(doc: SyncClient['doc']): { lost: number; doubled: number } {
    const stored = marksOf(doc, this.list)
    const seen = new Set(stored)
    let lost = 0
    for (let mark = 0; mark <= this.acked; mark++) if (!seen.has(mark)) lost++
    return { lost, doubled: stored.length - seen.size }
  }

  /**
   * The next handshake sends the unacknowledged numbers, with the message numbers of the next connection. Acknowledgements that
   * left the server before it died count: this client received them.
   */
  #closed(): void {
    this.noteAcks()
    this.#waiting = []
    this.lostAt ??= performance.now()
  }
}

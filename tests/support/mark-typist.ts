import { marksOf, typeMark } from './marks.ts'
import { SyncClient } from './sync-client.ts'

const list = 'test:marks'

/** A client that types numbers, with enough other text that the write-ahead log wraps around. */
export class MarkTypist {
  readonly client: SyncClient
  /** The numbers that the server acknowledged. */
  readonly acked = new Set<number>()
  #next = 0
  /** The typed number, by the number of its message on this connection. */
  readonly #waiting = new Map<number, number>()

  constructor(url: string, planId: string, cookie: string) {
    this.client = new SyncClient(url, planId, { cookie })
    // The handshake sends the unacknowledged numbers again, in one message.
    this.client.provider.on('connection-close', () => this.#waiting.clear())
    this.client.onChange(() => this.#note())
  }

  get last(): number {
    return this.#next - 1
  }

  get marks(): number[] {
    return marksOf(this.client.doc, list)
  }

  type(): void {
    const { client } = this
    const mark = this.#next++
    client.doc.transact(() => {
      typeMark(client.doc, list, mark)
      client.doc.getMap('test:pad').set('pad', `${mark} `.repeat(1_500))
    })
    if (client.provider.wsconnected) this.#waiting.set(client.sent, mark)
  }

  async typeAcked(): Promise<void> {
    this.type()
    await this.saved()
  }

  /** Resolves when all typed numbers are acknowledged. */
  async saved(): Promise<void> {
    await this.client.until(() => this.client.isSaved, 'saved')
    for (let mark = 0; mark < this.#next; mark++) this.acked.add(mark)
  }

  #note(): void {
    for (const [message, mark] of this.#waiting)
      if (message <= this.client.acked) {
        this.acked.add(mark)
        this.#waiting.delete(message)
      }
  }
}

import type { Decoded } from '../update/update-validation.ts'

/**
 * Who writes under which client id: the first who did. Yjs takes two operations with the same id for one, so whoever
 * writes under someone else's id makes that person's next words vanish, acknowledged and all. What a snapshot has
 * swallowed has no known author any more; then presence tells, and after that the first who comes.
 */
export class Authors {
  readonly #of = new Map<number, string | null>()

  note(actor: string | null, clientIds: Iterable<number>): void {
    for (const clientId of clientIds) if (!this.#of.has(clientId)) this.#of.set(clientId, actor)
  }

  /** Whether an update holds something new under an id that is not `userId`'s. */
  isForged(
    decoded: Decoded,
    userId: string,
    document: { stateOf(client: number): number },
    presentAs: (clientId: number) => string | undefined,
  ): boolean {
    for (const [client, end] of decoded.ends) {
      if (end <= document.stateOf(client)) continue
      const author = this.#of.has(client) ? this.#of.get(client) : presentAs(client)
      if (author !== undefined && author !== userId) return true
    }
    return false
  }
}

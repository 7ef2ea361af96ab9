import type { ClusterMessage } from '#server/sync/cluster.ts'
import { limits } from '#shared/limits.ts'

/** The payload of one NOTIFY between nodes: JSON of the sender and short lists. */
type Item =
  | ['c', planId: string, seq: number]
  | ['p', planId: string, clientId: number, clock: number, state: string]
  | ['w', planId: string]
  | ['a', userId: string]
  | ['r', id: string, step: 'made' | 'taken' | 'answered', to: string]

/**
 * Messages that wait to be sent: the highest number of each plan, the last state of each client.
 */
export class WaitingMessages {
  readonly #items = new Map<string, Item>()

  get size(): number {
    return this.#items.size
  }

  /** False if the queue is full: other nodes then read the change from the log. */
  add(message: ClusterMessage): boolean {
    for (const item of itemsOf(message)) {
      const key = keyOf(item)
      const known = this.#items.get(key)
      if (known === undefined && this.#items.size >= limits.waitingNotifications.max) return false
      if (known?.[0] === 'c' && item[0] === 'c' && known[2] >= item[2]) continue
      this.#items.set(key, item)
    }
    return true
  }

  /** Takes as many as fit in one NOTIFY; null if none is waiting. */
  take(nodeId: string): string | null {
    const taken: string[] = []
    let bytes = Buffer.byteLength(JSON.stringify([nodeId, []]))
    for (const [key, item] of this.#items) {
      const text = JSON.stringify(item)
      const more = Buffer.byteLength(text) + 1
      if (bytes + more > limits.notificationBytes.max && taken.length > 0) break
      this.#items.delete(key)
      // A state that is too large for a notification is shown only on its own node.
      if (bytes + more > limits.notificationBytes.max) continue
      taken.push(text)
      bytes += more
    }
    return taken.length === 0 ? null : `[${JSON.stringify(nodeId)},[${taken.join(',')}]]`
  }

  clear(): void {
    this.#items.clear()
  }
}

/** Null for a payload of another program or a later release. */
export function readFrame(payload: string): { nodeId: string; messages: ClusterMessage[] } | null {
  try {
    const [nodeId, items] = JSON.parse(payload) as [unknown, unknown]
    if (typeof nodeId !== 'string' || !Array.isArray(items)) return null
    return { nodeId, messages: items.flatMap((item) => messageOf(item) ?? []) }
  } catch {
    return null
  }
}

function itemsOf(message: ClusterMessage): Item[] {
  switch (message.kind) {
    case 'changed':
      return [['c', message.planId, message.seq]]
    case 'presence':
      return message.entries.map(({ clientId, clock, state }) => [
        'p',
        message.planId,
        clientId,
        clock,
        state,
      ])
    case 'who':
      return [['w', message.planId]]
    case 'asked':
      return message.userIds.map((userId) => ['a', userId])
    case 'call':
      return [['r', message.id, message.step, message.step === 'made' ? message.to : '']]
  }
}

function keyOf(item: Item): string {
  return item[0] === 'p' || item[0] === 'r'
    ? `${item[0]}/${item[1]}/${item[2]}`
    : `${item[0]}/${item[1]}`
}

function messageOf(item: unknown): ClusterMessage | null {
  if (!Array.isArray(item)) return null
  const [kind, planId, first, second, state] = item as unknown[]
  if (typeof planId !== 'string') return null
  if (kind === 'c' && typeof first === 'number') return { kind: 'changed', planId, seq: first }
  if (kind === 'a') return { kind: 'asked', userIds: [planId] }
  if (kind === 'w') return { kind: 'who', planId }
  if (kind === 'r' && first === 'made' && typeof second === 'string')
    return { kind: 'call', id: planId, step: first, to: second }
  if (kind === 'r' && (first === 'taken' || first === 'answered'))
    return { kind: 'call', id: planId, step: first }
  if (
    kind === 'p' &&
    typeof first === 'number' &&
    typeof second === 'number' &&
    typeof state === 'string'
  )
    return { kind: 'presence', planId, entries: [{ clientId: first, clock: second, state }] }
  return null
}

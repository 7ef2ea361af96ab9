import type { Clock, Ids, Logger } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Cluster } from '#server/sync/cluster.ts'

/** A request that another node has to handle, because it holds what the request is about. */
export type NodeCalls = {
  /** The id of this node; null where there are no others. */
  readonly nodeId: string | null
  /**
   * The answer of that node; null if it did not take the request or did not answer in time, such as
   * a node that is gone.
   */
  call(nodeId: string, request: Uint8Array, withinMs: number): Promise<Uint8Array | null>
  serve(handle: (request: Uint8Array) => Promise<Uint8Array>): void
}

/** A node that runs takes a request within milliseconds. */
const takenWithinMs = 1_500
/** For the way back, on a busy machine. */
const graceMs = 2_000
const tidyEveryMs = 10 * 60_000

type Waiting = { taken(): void; answered(): void }

/**
 * Requests and answers lie in a table that is not in the WAL, and notifications tell of them: nodes
 * know the database of each other and no address. A lost one costs this request only.
 */
export function createNodeCalls({
  db,
  cluster,
  clock,
  ids,
  logger,
}: {
  db: Storage
  cluster: Cluster
  clock: Clock
  ids: Ids
  logger: Logger
}): NodeCalls {
  const waiting = new Map<string, Waiting>()
  let handle: ((request: Uint8Array) => Promise<Uint8Array>) | null = null
  let tidiedAt = clock.elapsed()

  async function take(id: string): Promise<void> {
    if (handle === null) return
    cluster.notify({ kind: 'call', id, step: 'taken' })
    const row = await db
      .selectFrom('node_calls')
      .select('request')
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) return
    const answer = Buffer.from(await handle(row.request))
    await db.updateTable('node_calls').set({ answer }).where('id', '=', id).execute()
    cluster.notify({ kind: 'call', id, step: 'answered' })
  }

  cluster.onNotify((message) => {
    if (message.kind !== 'call') return
    if (message.step !== 'made') return waiting.get(message.id)?.[message.step]()
    if (message.to === cluster.nodeId)
      take(message.id).catch((error: unknown) =>
        logger.warn({ err: error }, 'A request of another server could not be handled'),
      )
  })

  /** What was left by nodes that ended in between. */
  async function tidy(): Promise<void> {
    if (clock.elapsed() - tidiedAt < tidyEveryMs) return
    tidiedAt = clock.elapsed()
    const before = clock.now() - tidyEveryMs
    await db.deleteFrom('node_calls').where('made_at', '<', before).execute()
  }

  /** Whether the answer is there. */
  function answered(id: string, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      let cancel = clock.after(takenWithinMs, () => resolve(false))
      waiting.set(id, {
        taken() {
          cancel()
          cancel = clock.after(withinMs + graceMs, () => resolve(false))
        },
        answered() {
          cancel()
          resolve(true)
        },
      })
    })
  }

  return {
    nodeId: cluster.isShared ? cluster.nodeId : null,
    async call(nodeId, request, withinMs) {
      await tidy()
      const id = ids.next()
      await db
        .insertInto('node_calls')
        .values({ id, made_at: clock.now(), request: Buffer.from(request), answer: null })
        .execute()
      const done = answered(id, withinMs)
      cluster.notify({ kind: 'call', id, step: 'made', to: nodeId })
      await done
      waiting.delete(id)
      const row = await db
        .deleteFrom('node_calls')
        .where('id', '=', id)
        .returning('answer')
        .executeTakeFirst()
      return row?.answer ?? null
    },
    serve(own) {
      handle = own
    },
  }
}

import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'

type Sent = {
  thread_id: string
  plan_id: string
  thread_deleted_at: number | null
  is_first: boolean
}

/**
 * The thread that this user began earlier with this client id; null if it is new. Looked up before
 * any check, because the target of the thread may be gone by the time it is sent again.
 */
export async function findSentThread(
  db: Storage,
  { planId, userId }: { planId: string; userId: string },
  clientId: string | undefined,
): Promise<string | null> {
  const sent = await findSent(db, userId, clientId)
  return sent === undefined ? null : expectSent(sent, sent.plan_id === planId && sent.is_first)
}

/** The comment that this user sent earlier with this client id. */
export async function findSent(
  tx: Storage | StorageTransaction,
  userId: string,
  clientId: string | undefined,
): Promise<Sent | undefined> {
  if (clientId === undefined) return undefined
  const row = await tx
    .selectFrom('comments')
    .innerJoin('threads', 'threads.id', 'comments.thread_id')
    .where('comments.author_id', '=', userId)
    .where('comments.client_id', '=', clientId)
    .select([
      'comments.thread_id',
      'comments.seq',
      'threads.plan_id',
      'threads.seq as thread_seq',
      'threads.deleted_at as thread_deleted_at',
    ])
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, is_first: row.seq === row.thread_seq }
}

/**
 * A client that sends a comment again gets the answer that it missed. Throws `already-sent` if the
 * id was used for something else.
 */
export function expectSent(sent: Sent, isSame: boolean): string {
  if (!isSame) throw new AppError('already-sent')
  if (sent.thread_deleted_at !== null) throw new AppError('thread-not-found')
  return sent.thread_id
}

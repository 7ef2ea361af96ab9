import { engineOf } from '#server/storage/engine.ts'
import type { OutboxRow } from '#server/storage/tables/mail.ts'
import type { Storage } from '#server/storage/tables.ts'

/** Longer than sending one mail can take. */
const claimMs = 2 * 60_000

/**
 * Claims the next due mail for this process. An unfinished claim expires: the process died while
 * sending, and nobody can know whether the mail was accepted. It is then sent again with the same
 * Message-ID, because a duplicate is better than a lost mail.
 */
export async function claimNext(db: Storage, now: number): Promise<OutboxRow | undefined> {
  const { locks } = engineOf(db)
  return db
    .updateTable('outbox')
    .set((eb) => ({ claimed_until: now + claimMs, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', (from) =>
      locks.unclaimed(
        from
          .selectFrom('outbox')
          .select('id')
          .where('state', '=', 'waiting')
          .where('due_at', '<=', now)
          .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
          .orderBy('due_at')
          .orderBy('id')
          .limit(1),
      ),
    )
    .returningAll()
    .executeTakeFirst()
}

export async function endLetter(
  db: Storage,
  { id }: OutboxRow,
  end: { state: 'sent' | 'failed' | 'void'; at: number; reason: string | null },
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ state: end.state, ended_at: end.at, reason: end.reason, claimed_until: null })
    .where('id', '=', id)
    .execute()
}

/** Only for the holder of the claim: another process may be sending it by now. */
export async function postponeLetter(
  db: Storage,
  { id, attempts }: OutboxRow,
  { until, reason }: { until: number; reason: string },
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ due_at: until, reason, claimed_until: null })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', '=', 'waiting')
    .execute()
}

/** Deletes mails that ended long ago, together with their notices. */
export async function forgetOldLetters(db: Storage, before: number): Promise<void> {
  await db
    .deleteFrom('outbox')
    .where('state', '!=', 'waiting')
    .where('ended_at', '<', before)
    .execute()
}

export async function outboxStats(
  db: Storage,
): Promise<{ waiting: number; retried: number; failed: number; oldestDueAt: number | null }> {
  const row = await db
    .selectFrom('outbox')
    .select((eb) => [
      eb.fn
        .sum<number>(eb.case().when('state', '=', 'waiting').then(1).else(0).end())
        .as('waiting'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(eb.and([eb('state', '=', 'waiting'), eb('attempts', '>', 0)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as('retried'),
      eb.fn.sum<number>(eb.case().when('state', '=', 'failed').then(1).else(0).end()).as('failed'),
      eb.fn
        .min(eb.case().when('state', '=', 'waiting').then(eb.ref('due_at')).end())
        .as('oldestDueAt'),
    ])
    .executeTakeFirst()
  return {
    waiting: Number(row?.waiting ?? 0),
    retried: Number(row?.retried ?? 0),
    failed: Number(row?.failed ?? 0),
    oldestDueAt: row?.oldestDueAt == null ? null : Number(row.oldestDueAt),
  }
}

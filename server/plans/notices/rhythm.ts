import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { MailRhythm } from '#shared/api/mail.ts'
import { nextDigestAt } from './digest-time.ts'

/**
 * Takes effect at once, also for waiting letters: mail that is switched off is not sent, and a
 * digest moves to its new morning.
 */
export async function setRhythm(
  db: Storage,
  clock: Clock,
  { userId, rhythm }: { userId: string; rhythm: MailRhythm },
): Promise<void> {
  const now = clock.now()
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('mail_settings')
      .values({ user_id: userId, rhythm })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ rhythm }))
      .execute()
    const waiting = trx
      .updateTable('outbox')
      .where('user_id', '=', userId)
      .where('state', '=', 'waiting')
      .where('attempts', '=', 0)
    if (rhythm === 'none')
      await waiting.set({ state: 'void', ended_at: now, reason: 'no mail wanted' }).execute()
    else
      await waiting
        .where('kind', '=', 'digest')
        .set({ due_at: nextDigestAt(now, rhythm === 'weekly' ? 'weekly' : 'daily') })
        .execute()
  })
}

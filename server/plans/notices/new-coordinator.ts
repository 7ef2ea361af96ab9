import { type Clock, slicesOf } from '#server/runtime.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { type MailQueue, queueLetters } from './queue.ts'

/** Rows per statement. */
const rowsAtOnce = 250

/**
 * Tells every member of a plan, under *Voor u*, that an administrator gave it a coordinator; that
 * person gets a letter too. It stays until the member opens the plan.
 */
export async function tellOfCoordinator(
  trx: StorageTransaction,
  { mail, clock }: { mail: MailQueue; clock: Clock },
  { planId, userId }: { planId: string; userId: string },
): Promise<void> {
  const now = clock.now()
  await trx
    .deleteFrom('asks')
    .where('plan_id', '=', planId)
    .where('kind', '=', 'coordinator')
    .execute()
  const members = await trx
    .selectFrom('members')
    .select('user_id')
    .where('plan_id', '=', planId)
    .execute()
  for (const some of slicesOf(members, rowsAtOnce))
    await trx
      .insertInto('asks')
      .values(
        some.map(({ user_id }) => ({
          plan_id: planId,
          user_id,
          kind: 'coordinator' as const,
          about: userId,
          due: null,
          at: now,
        })),
      )
      .execute()
  if (mail.isOn) await queueLetters(mail, trx, [{ kind: 'coordinator', userId, dueAt: now }])
}

import type { Mailer } from '#server/auth/mailer.ts'
import type { AccountMerging } from '#server/auth/merging/account-merging.ts'
import { mergedLetter, mergeProposedLetter } from '#server/auth/merging/merge-letters.ts'
import { readOpenMerges, toMerge, toOwnMerge } from '#server/auth/merging/merge-proposals.ts'
import { createRateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import {
  confirmMerge,
  declineMerge,
  listOwnMerges,
  proposeMerge,
  withdrawMerge,
} from '#shared/api/merges.ts'
import { AppError } from '#shared/errors.ts'

export type MergesDependencies = {
  db: Storage
  merging: AccountMerging
  mailer: Mailer
  clock: Clock
  publicUrl: string
}

/** Two accounts of one person: proposed by an administrator, confirmed by both. */
export function mountMerges(
  router: Router,
  { db, merging, mailer, clock, publicUrl }: MergesDependencies,
): void {
  const limit = createRateLimit({ clock, limit: 'mergeProposals' })

  router.admin(proposeMerge, async ({ actor, params: { userId }, body }) => {
    limit.mustTake(actor.userId)
    await merging.propose({ keptId: userId, email: body.email, by: actor })
    const [merge] = await readOpenMerges(db, { userId, now: clock.now() })
    if (merge === undefined) throw new AppError('merge-over')
    if (mailer.isConfigured)
      for (const [to, other] of [
        [merge.emails.kept, merge.closed.name],
        [merge.emails.closed, merge.kept.name],
      ] as const)
        await mailer.send(
          mergeProposedLetter(to, { other, by: merge.proposedBy.name, url: publicUrl }),
        )
    return toMerge(merge)
  })

  router.admin(withdrawMerge, async ({ actor, params: { mergeId } }) => {
    await merging.withdraw({ mergeId, by: actor })
    return {}
  })

  router.signedIn(listOwnMerges, async ({ actor: { userId } }) => ({
    merges: (await readOpenMerges(db, { userId, now: clock.now() })).map((merge) =>
      toOwnMerge(merge, userId),
    ),
  }))

  router.signedIn(confirmMerge, async ({ actor, params: { mergeId } }) => {
    const [before] = await readOpenMerges(db, { userId: actor.userId, now: clock.now() })
    const isMerged = await merging.confirm({ mergeId, by: actor })
    // To both: also the one whose account it was not.
    if (isMerged && before !== undefined && mailer.isConfigured)
      for (const to of [before.emails.kept, before.emails.closed])
        await mailer.send(mergedLetter(to, { kept: before.kept.name, url: publicUrl }))
    return { isMerged }
  })

  router.signedIn(declineMerge, async ({ actor, params: { mergeId } }) => {
    await merging.decline({ mergeId, by: actor })
    return {}
  })
}

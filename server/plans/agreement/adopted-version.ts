import type { Storage, StorageTransaction } from '#server/storage/tables.ts'

/** A version that was adopted and not taken back since. */
export type AdoptedVersion = { versionId: string; at: number }

type TrailLine = { action: string; object: string; at: number }

const told = ['version.presented', 'status.changed', 'plan.submitted'] as const

/**
 * The version that counts as the outcome of a plan: the last one that was adopted and not taken back,
 * also while a newer one is being written or presented. Null without one. No row says so: the trail has
 * every change of status in order.
 */
export async function lastAdopted(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<AdoptedVersion | null> {
  const lines = await db
    .selectFrom('audit')
    .select(['action', 'object', 'at'])
    .where('plan_id', '=', planId)
    .where('action', 'in', [...told])
    .where('result', '=', 'ok')
    .orderBy('number')
    .execute()
  return adoptedIn(lines)
}

/** Pure: the same from the lines of the trail. */
export function adoptedIn(lines: readonly TrailLine[]): AdoptedVersion | null {
  const adopted = new Map<string, number>()
  let presented = ''
  let submitted = ''
  for (const { action, object, at } of lines) {
    if (action === 'version.presented') presented = idIn(object, 'versionId')
    else if (action === 'plan.submitted') submitted = idIn(object, 'versionId')
    else
      switch (idIn(object, 'status')) {
        case 'adopted':
          adopted.set(presented, at)
          break
        // Somebody who had agreed does no longer, or the coordinator took the version back.
        case 'approval':
        case 'concept':
          adopted.delete(presented)
          break
        case 'submitted':
          // A correction was taken back: the version that was submitted before counts again.
          if (presented !== submitted) {
            adopted.delete(presented)
            presented = submitted
          }
      }
  }
  const last = [...adopted].at(-1)
  return last === undefined ? null : { versionId: last[0], at: last[1] }
}

const idIn = (object: string, name: string): string =>
  new RegExp(`(?:^| )${name}=(\\S+)`).exec(object)?.[1] ?? ''

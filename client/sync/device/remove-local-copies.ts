import type { PlanSummary } from '#shared/api/plans.ts'
import { type CopyOf, copyName, deleteCopy } from './copy-names.ts'
import { dropCached, peopleHere } from './offline-cache.ts'
import { forgetPlan, manifestPlans, readManifest, writeManifest } from './offline-manifest.ts'
import { removePictureCopies } from './picture-copies.ts'
import { addRescue, dropRescue, rescuesOf } from './rescues.ts'

/**
 * Removes the plans of a user from this device, at sign-out on a shared computer. A copy with unacknowledged work stays, under
 * the name of that user, until they return: the only copy of work is never dropped. Returns the number of copies that
 * stayed.
 */
export async function removeLocalCopies(userId: string): Promise<number> {
  let kept = 0
  dropCached(userId)
  for (const rescue of rescuesOf(userId)) if (!rescue.hasUnsent) dropRescue(rescue)
  for (const planId of manifestPlans(userId)) {
    const manifest = readManifest(userId, planId)
    // A copy that can't be read is not removed.
    const stays =
      manifest !== null &&
      (await hasUnsent({ userId, planId, epoch: manifest.epoch }).catch(() => true))
    if (stays) kept++
    else forgetPlan(userId, planId)
  }
  if (await removePictureCopies(userId)) kept++
  return kept
}

/**
 * A member who is now invited to parts of a plan keeps no copy of the whole plan (OF3): unacknowledged work in it is put aside
 * as a rescue for a week.
 */
export async function removeWholeCopy({
  userId,
  plan,
  at,
}: {
  userId: string
  plan: Pick<PlanSummary, 'id' | 'title' | 'format'>
  at: number
}): Promise<void> {
  const manifest = readManifest(userId, plan.id)
  if (manifest === null) return
  const of = { userId, planId: plan.id, epoch: manifest.epoch }
  if (!(await hasUnsent(of).catch(() => true))) return forgetPlan(userId, plan.id)
  const { id, version } = plan.format
  addRescue({
    ...of,
    reason: 'no-access',
    title: plan.title,
    format: { id, version },
    hasUnsent: true,
    at,
  })
  writeManifest(userId, plan.id, null)
}

/** Removes the copies of other users, when a user signs in on this device. */
export async function removeCopiesOfOthers(userId: string): Promise<void> {
  for (const other of peopleHere()) if (other !== userId) await removeLocalCopies(other)
}

function hasUnsent(of: CopyOf): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(copyName(of))
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const db = opening.result
      // Opening a missing database creates an empty one, without the stores of a copy.
      if (!db.objectStoreNames.contains('custom')) {
        db.close()
        deleteCopy(of)
        return resolve(false)
      }
      const reading = db.transaction('custom').objectStore('custom').get('unsent')
      const end = (isUnsent: boolean) => {
        db.close()
        resolve(isUnsent)
      }
      reading.onsuccess = () => end(reading.result === 1)
      // A copy that can't be read is not removed.
      reading.onerror = () => end(true)
    }
  })
}

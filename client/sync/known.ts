import { z } from 'zod'
import { RoleSchema } from '#shared/access.ts'
import { deleteCopy, knownKey, knownPrefix, readStored, store, storedKeys } from './copy-names.ts'

const KnownSchema = z.object({
  /** Which copy is the right one. */
  epoch: z.string(),
  /** What its person may do offline. */
  role: RoleSchema,
  /** The copy is here, whole: it opens without a connection. */
  isWhole: z.boolean().default(false),
})

/** What this device last knew of a plan. */
export type Known = z.infer<typeof KnownSchema>

export function readKnown(userId: string, planId: string): Known | null {
  return KnownSchema.safeParse(readStored(knownKey(userId, planId))).data ?? null
}

export function writeKnown(userId: string, planId: string, known: Known | null): void {
  // Without it the copy on this device is simply not found the next time.
  store(knownKey(userId, planId), known)
}

/** Takes the copy away with what is known of it. */
export function forgetPlan(userId: string, planId: string): void {
  const known = readKnown(userId, planId)
  if (known !== null) deleteCopy({ userId, planId, epoch: known.epoch })
  writeKnown(userId, planId, null)
}

/** Plans of this person of which anything is known here. */
export function knownPlans(userId: string): string[] {
  const start = `${knownPrefix}:${userId}:`
  return storedKeys(start).map((key) => key.slice(start.length))
}

/** Plans that open here without a connection. */
export function plansOnDevice(userId: string): ReadonlySet<string> {
  return new Set(knownPlans(userId).filter((planId) => readKnown(userId, planId)?.isWhole === true))
}

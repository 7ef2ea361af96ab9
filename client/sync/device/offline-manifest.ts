import { z } from 'zod'
import { RoleSchema } from '#shared/access.ts'
import {
  deleteCopy,
  manifestKey,
  manifestPrefix,
  readStored,
  store,
  storedKeys,
} from './copy-names.ts'

const OfflineManifestSchema = z.object({
  /** Which copy is the right one. */
  epoch: z.string(),
  /** What its person may do offline. */
  role: RoleSchema,
  /** The copy is here, whole: it opens without a connection. */
  isWhole: z.boolean().default(false),
})

/** What this device last knew of a plan. */
export type OfflineManifest = z.infer<typeof OfflineManifestSchema>

export function readManifest(userId: string, planId: string): OfflineManifest | null {
  return OfflineManifestSchema.safeParse(readStored(manifestKey(userId, planId))).data ?? null
}

export function writeManifest(
  userId: string,
  planId: string,
  manifest: OfflineManifest | null,
): void {
  // Without it the copy on this device is simply not found the next time.
  store(manifestKey(userId, planId), manifest)
}

/** Takes the copy away with its manifest. */
export function forgetPlan(userId: string, planId: string): void {
  const manifest = readManifest(userId, planId)
  if (manifest !== null) deleteCopy({ userId, planId, epoch: manifest.epoch })
  writeManifest(userId, planId, null)
}

/** Plans of this person of which this device has a manifest. */
export function manifestPlans(userId: string): string[] {
  const start = `${manifestPrefix}:${userId}:`
  return storedKeys(start).map((key) => key.slice(start.length))
}

/** Plans that open here without a connection. */
export function plansOnDevice(userId: string): ReadonlySet<string> {
  return new Set(
    manifestPlans(userId).filter((planId) => readManifest(userId, planId)?.isWhole === true),
  )
}

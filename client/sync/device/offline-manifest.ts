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
  /** The epoch of the valid copy. */
  epoch: z.string(),
  /** The role of the user while offline. */
  role: RoleSchema,
  /** The copy holds the whole plan: it opens without a connection. */
  isWhole: z.boolean().default(false),
  /** The timeline of the server's database, and the highest number that the copy holds of it (EP3). */
  timeline: z.string().nullable().default(null),
  seq: z.int().default(0),
})

/** The last state of a plan that this device stored. */
export type OfflineManifest = z.infer<typeof OfflineManifestSchema>

export function readManifest(userId: string, planId: string): OfflineManifest | null {
  return OfflineManifestSchema.safeParse(readStored(manifestKey(userId, planId))).data ?? null
}

export function writeManifest(
  userId: string,
  planId: string,
  manifest: OfflineManifest | null,
): void {
  // Without a manifest the next opening does not find the copy.
  store(manifestKey(userId, planId), manifest)
}

/** Removes the copy and its manifest. */
export function forgetPlan(userId: string, planId: string): void {
  const manifest = readManifest(userId, planId)
  if (manifest !== null) deleteCopy({ userId, planId, epoch: manifest.epoch })
  writeManifest(userId, planId, null)
}

/** The plans of this user of which this device has a manifest. */
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

import { z } from 'zod'
import { type CopyOf, deleteCopy, prefix, readStored, store, storedKeys } from './copy-names.ts'
import { readManifest, writeManifest } from './offline-manifest.ts'

/** How long an unclaimed copy stays: long enough for its owner to return, short enough for a shared computer. */
const keptForMs = 7 * 24 * 60 * 60 * 1000

const RescueSchema = z.object({
  userId: z.string(),
  planId: z.string(),
  epoch: z.string(),
  reason: z.enum(['no-access', 'plan-not-found', 'other-epoch']),
  title: z.string(),
  format: z.object({ id: z.string(), version: z.int() }),
  /** It holds work that the server never had. */
  hasUnsent: z.boolean(),
  at: z.number(),
})

/** A copy on this device that no server takes any more: its person may download it, for a week. */
export type Rescue = z.infer<typeof RescueSchema>

const rescuePrefix = `${prefix}:rescue`
const keyOf = ({ userId, planId, epoch }: CopyOf) => `${rescuePrefix}:${userId}:${planId}:${epoch}`

export function rescueUntil({ at }: Pick<Rescue, 'at'>): string {
  return new Date(at + keptForMs).toISOString()
}

export function rescuesOf(userId: string): Rescue[] {
  return all(`${rescuePrefix}:${userId}:`)
}

function all(start: string): Rescue[] {
  return storedKeys(start).flatMap((key) => RescueSchema.safeParse(readStored(key)).data ?? [])
}

/** Looking at it again does not make it stay longer. */
export function addRescue(rescue: Rescue): void {
  const before = RescueSchema.safeParse(readStored(keyOf(rescue))).data
  store(keyOf(rescue), { ...rescue, at: before?.at ?? rescue.at })
}

/** The plan takes the work again: the copy is an ordinary one. */
export function clearRescue(of: CopyOf): void {
  store(keyOf(of), null)
}

/** Taken or given up by its person, or too old. */
export function dropRescue(of: CopyOf): void {
  clearRescue(of)
  deleteCopy(of)
  if (readManifest(of.userId, of.planId)?.epoch === of.epoch)
    writeManifest(of.userId, of.planId, null)
}

/** Removes expired copies of every user on this device. */
export function dropOldRescues(nowMs: number): Rescue[] {
  const old = all(`${rescuePrefix}:`).filter((rescue) => rescue.at + keptForMs <= nowMs)
  for (const rescue of old) dropRescue(rescue)
  return old
}

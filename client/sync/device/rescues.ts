import { z } from 'zod'
import { type CopyOf, deleteCopy, prefix, readStored, store, storedKeys } from './copy-names.ts'
import { readManifest, writeManifest } from './offline-manifest.ts'

/** How long an unclaimed copy stays: long enough for its owner to return, short enough for a shared computer. */
const keptForMs = 7 * 24 * 60 * 60 * 1000

const RescueSchema = z.object({
  userId: z.string(),
  planId: z.string(),
  epoch: z.string(),
  reason: z.enum(['no-access', 'plan-not-found', 'plan-lost', 'other-epoch']),
  title: z.string(),
  format: z.object({ id: z.string(), version: z.int() }),
  /** The copy holds work that never reached the server. */
  hasUnsent: z.boolean(),
  at: z.number(),
})

/** A copy on this device that no server accepts any more: its user may download it for a week. */
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

/** A second rescue of the same copy keeps the date of the first. */
export function addRescue(rescue: Rescue): void {
  const before = RescueSchema.safeParse(readStored(keyOf(rescue))).data
  store(keyOf(rescue), { ...rescue, at: before?.at ?? rescue.at })
}

/** The plan accepts the work again: the copy is an ordinary copy. */
export function clearRescue(of: CopyOf): void {
  store(keyOf(of), null)
}

/** The user downloaded or dropped the copy, or it expired. */
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

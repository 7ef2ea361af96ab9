import type { AdoptionsTable } from '#server/storage/tables/requirements.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { Seat } from '#shared/agreement/seats.ts'
import type { Agreement } from '#shared/api/agreement.ts'

/** The adoption of a version by its coordinator that counts: the last one; null without one. */
export async function readAdoption(
  db: Storage | StorageTransaction,
  versionId: string,
): Promise<AdoptionsTable | null> {
  const row = await db
    .selectFrom('adoptions')
    .selectAll()
    .where('version_id', '=', versionId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Whether the coordinator adopted the version without these seats, or without more of them. */
export function isAdoptedWithout(
  adoption: AdoptionsTable | null,
  missing: readonly string[],
): boolean {
  if (adoption === null) return false
  const without = JSON.parse(adoption.missing) as string[]
  return missing.every((seat) => without.includes(seat))
}

/** The adoption as everyone sees it, while it explains why the version is adopted. */
export function adoptionView(
  adoption: AdoptionsTable | null,
  {
    seats,
    missing,
    personOf,
  }: {
    seats: readonly Pick<Seat, 'id' | 'label'>[]
    missing: ReadonlySet<string>
    personOf: (id: string) => { id: string; name: string }
  },
): Agreement['adoptedWithout'] {
  if (adoption === null || !isAdoptedWithout(adoption, [...missing])) return null
  return {
    by: personOf(adoption.user_id),
    at: new Date(adoption.at).toISOString(),
    reason: adoption.reason,
    seats: seats.filter((seat) => missing.has(seat.id)).map((seat) => seat.label),
  }
}

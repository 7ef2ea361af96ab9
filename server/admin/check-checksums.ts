import { checksumOf, checksumOfChange } from '#server/storage/checksum.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'

/** Checks that stored bytes are unchanged: Yjs reads many a changed byte as another letter. */
export async function findDamagedBytes(db: Storage, { id }: PlanRow): Promise<string[]> {
  const snapshot = await db
    .selectFrom('plan_snapshots')
    .selectAll()
    .where('plan_id', '=', id)
    .executeTakeFirst()
  const changes = await db
    .selectFrom('plan_changes')
    .select(['seq', 'at', 'actor', 'kind', 'body', 'body_crc32'])
    .where('plan_id', '=', id)
    .orderBy('seq')
    .execute()
  return [
    ...(snapshot !== undefined && isDamaged(snapshot.state, snapshot.state_crc32)
      ? [`de bewaarde toestand bij wijziging ${snapshot.seq} is beschadigd`]
      : []),
    ...changes
      .filter(
        (change) =>
          isDamaged(change.body, change.body_crc32) &&
          // Older checksums covered only the body.
          checksumOfChange(change, change.body) !== change.body_crc32,
      )
      .map((change) => `wijziging ${change.seq} is beschadigd`),
  ]
}

function isDamaged(bytes: Uint8Array, checksum: number | null): boolean {
  return checksum !== null && checksumOf(bytes) !== checksum
}

import { createHash } from 'node:crypto'
import { unpackContent } from '#server/plans/days/day-rows.ts'
import { checksumOf, checksumOfChange } from '#server/storage/checksum.ts'
import { slicesOfPlan } from '#server/storage/row-slices.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'

/** Checks that stored bytes are unchanged: Yjs reads many a changed byte as another letter. */
export async function findDamagedBytes(db: Storage, { id }: PlanRow): Promise<string[]> {
  const snapshot = await db
    .selectFrom('plan_snapshots')
    .selectAll()
    .where('plan_id', '=', id)
    .executeTakeFirst()
  const faults =
    snapshot !== undefined && isDamaged(snapshot.state, snapshot.state_crc32)
      ? [`de bewaarde toestand bij wijziging ${snapshot.seq} is beschadigd`]
      : []
  for await (const changes of slicesOfPlan(db, 'plan_changes', id))
    for (const change of changes)
      if (
        isDamaged(change.body, change.body_crc32) &&
        // Older checksums covered only the body.
        checksumOfChange(change, change.body) !== change.body_crc32
      )
        faults.push(`wijziging ${change.seq} is beschadigd`)
  return faults
}

function isDamaged(bytes: Uint8Array, checksum: number | null): boolean {
  return checksum !== null && checksumOf(bytes) !== checksum
}

/**
 * Checks that the stored days of a plan can still be read. They are unsigned and prove nothing:
 * that is what versions are for.
 */
export async function findDamagedDays(db: Storage, plan: PlanRow): Promise<string[]> {
  const faults: string[] = []
  for await (const days of slicesOfPlan(db, 'plan_days', plan.id))
    for (const { day, seq, content } of days) {
      const kept = await unpackContent(content).catch(() => null)
      if (kept?.seq !== seq) faults.push(`hoe het plan er op ${day} voor stond is onleesbaar`)
    }
  return faults
}

/** Checks that each picture and attachment has its bytes, and that these are the ones that were stored. */
export async function findDamagedFiles(db: Storage, { id }: PlanRow): Promise<string[]> {
  const there = new Map<string, boolean>()
  for await (const bodies of slicesOfPlan(db, 'plan_file_bodies', id))
    for (const { sha256, bytes } of bodies)
      there.set(sha256, createHash('sha256').update(bytes).digest('hex') === sha256)
  const files = await db
    .selectFrom('plan_files')
    .select(['id', 'name', 'sha256'])
    .where('plan_id', '=', id)
    .orderBy('id')
    .execute()
  return files.flatMap(({ id: fileId, name, sha256 }) => {
    const what = name === null ? `de afbeelding ${fileId}` : `de bijlage ${name}`
    if (there.get(sha256) === true) return []
    return [there.has(sha256) ? `${what} is beschadigd` : `van ${what} ontbreekt de inhoud`]
  })
}

/** Rows that refer to a change in the log by its number. */
const numbered = [
  ['versions', 'seq'],
  ['threads', 'changed_seq'],
  ['plan_days', 'seq'],
  ['plan_visits', 'seq'],
  ['plan_activity', 'last_seq'],
  ['rounds', 'seq'],
  ['overrules', 'seq'],
] as const

/** The same, since the release that has these tables. */
const numberedChoices = [
  ['requirement_choices', 'seq'],
  ['adoptions', 'seq'],
] as const

/**
 * Checks that the plan's own number was not lowered: no row may refer to a change that the log does
 * not contain yet.
 */
export const findLoweredNumber = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findLowered(db, plan, numbered)

/** The same, for the choices of coordinators. */
export const findLoweredByChoices = (db: Storage, plan: PlanRow): Promise<string[]> =>
  findLowered(db, plan, numberedChoices)

async function findLowered(
  db: Storage,
  plan: PlanRow,
  tables: typeof numbered | typeof numberedChoices,
): Promise<string[]> {
  const numbers = [plan.document_seq, plan.activity_seq, plan.summary_seq, plan.words_seq]
  for (const [table, column] of tables) {
    const last = await db
      .selectFrom(table)
      .select((eb) => eb.fn.max<number | null>(eb.ref(column as never)).as('seq'))
      .where('plan_id', '=', plan.id)
      .executeTakeFirst()
    numbers.push(Number(last?.seq ?? 0))
  }
  const highest = Math.max(...numbers)
  return highest > plan.seq
    ? [`het plan is bij wijziging ${plan.seq}, terwijl er al iets bij ${highest} hoort`]
    : []
}

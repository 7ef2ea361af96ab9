import { stat } from 'node:fs/promises'
import type { Storage } from '#server/storage/tables.ts'
import { counted } from '#shared/counted.ts'
import { formatMoment } from '#shared/text/moment.ts'

/** Summary of a database: its size, the number of plans, and the time of the last change. */
export async function describeContents(db: Storage, file: string): Promise<string> {
  const { size } = await stat(file)
  const plans = await db
    .selectFrom('plans')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('changed_at').as('at')])
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  // A snapshot replaces updates in the log, but events stay: the last change is in one place or the
  // other.
  const log = await db
    .selectFrom('plan_changes')
    .select((eb) => eb.fn.max('at').as('at'))
    .executeTakeFirstOrThrow()
  const at = Math.max(plans.at ?? 0, log.at ?? 0)
  return `${formatSize(size)}, ${counted(plans.count, 'plan', 'plannen')}, ${at === 0 ? 'nog niets gewijzigd' : `laatste wijziging ${formatMoment(new Date(at).toISOString())}`}`
}

function formatSize(bytes: number): string {
  const megabytes = bytes / 1_000_000
  return megabytes >= 1
    ? `${megabytes.toFixed(1).replace('.', ',')} MB`
    : `${Math.ceil(bytes / 1000)} kB`
}

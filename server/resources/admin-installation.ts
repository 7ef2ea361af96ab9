import type { Registry } from 'prom-client'
import { limitedMetric } from '#server/http/observe.ts'
import type { Router } from '#server/http/router.ts'
import { outboxStats } from '#server/mail/outbox-rows.ts'
import { engineOf } from '#server/storage/engine.ts'
import { isForgotten } from '#server/storage/forgotten-accounts.ts'
import type { Storage } from '#server/storage/tables.ts'
import { getInstallation, type Upkeep } from '#shared/api/administration.ts'
import { errorTable } from '#shared/errors.ts'
import type { Limit } from '#shared/limits/limit.ts'
import { limitNames, limits } from '#shared/limits.ts'

export type AdminInstallationDependencies = {
  db: Storage
  registry: Registry
  version: string
  isMailConfigured: boolean
  /** Backups that were made or verified, last first. */
  readUpkeep(): Promise<Upkeep[]>
}

/** The state of the installation, for its administrators. */
export function mountAdminInstallation(
  router: Router,
  { db, registry, version, isMailConfigured, readUpkeep }: AdminInstallationDependencies,
): void {
  router.admin(getInstallation, async () => {
    const { waiting, retried, failed } = await outboxStats(db)
    return {
      version,
      nodeVersion: process.version,
      database: engineOf(db).name,
      ...(await countsOf(db)),
      mail: { isConfigured: isMailConfigured, waiting, retried, failed },
      upkeep: await readUpkeep(),
      limits: await describeLimits(registry),
    }
  })
}

async function countsOf(db: Storage): Promise<{ people: number; plans: number }> {
  const people = await db
    .selectFrom('user')
    .where('mergedInto', 'is', null)
    .where((eb) => eb.not(isForgotten(eb)))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const plans = await db
    .selectFrom('plans')
    .where('deleted_at', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return { people: Number(people.count), plans: Number(plans.count) }
}

/** The whole table, with the times each was reached since this process started; those first. */
async function describeLimits(registry: Registry) {
  const metric = await registry.getSingleMetric(limitedMetric)?.get()
  const timesOf = (name: string) =>
    metric?.values.find(({ labels }) => labels['limit'] === name)?.value ?? 0
  return limitNames
    .map((name) => ({ name, ...describe(limits[name]), times: timesOf(name) }))
    .sort((a, b) => b.times - a.times)
}

function describe(limit: Limit) {
  const { unit, over } = limit
  return {
    unit,
    value:
      'max' in limit
        ? { kind: 'count' as const, max: limit.max }
        : { kind: 'rate' as const, burst: limit.burst, refillMs: limit.refillMs },
    refusal: typeof over === 'string' ? errorTable[over].text : null,
  }
}

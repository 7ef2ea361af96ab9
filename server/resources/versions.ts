import type { Router } from '#server/http/route.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { createVersion as freeze, type VersionMaking } from '#server/plans/versions/create-version.ts'
import { describeVersions, findVersion, readVersionContent, listVersions as readVersions, type VersionFacts } from '#server/plans/versions/read-versions.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { createVersion, getVersion, getVersionContent, listVersions, type Version } from '#shared/api/versions.ts'
import { AppError } from '#shared/errors.ts'
import { hasBsn } from '#shared/privacy/bsn.ts'

export type VersionsDependencies = VersionMaking & { db: Storage; rooms: PlanRooms; reading: PlanReading }

export function mountVersions(router: Router, { db, rooms, reading, ...making }: VersionsDependencies): void {
  router.member(listVersions, async ({ planId }) => ({ versions: await describeVersions(db, await readVersions(db, planId)) }))

  router.member(createVersion, async ({ planId, actor, body }) => {
    const { userId } = actor
    // Elsewhere a name is somebody's; this one is text, and stays for ever.
    if (hasBsn(body.name)) throw new AppError('bsn-found', { fields: [{ path: 'name', message: 'Dit lijkt op een BSN.' }] })
    const plan = await db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirst()
    if (plan === undefined) throw new AppError('plan-not-found')
    const { content, format } = await reading.content(plan, Math.max(plan.seq, body.minSeq ?? 0))
    const version = await db.transaction().execute((trx) => freeze(trx, making, { planId, userId, name: body.name, content, format }))
    rooms.hint(planId)
    return one(version)
  })

  router.version(getVersion, async ({ versionId }) => one(await findVersion(db, versionId)))
  router.version(getVersionContent, async ({ versionId }) => readVersionContent(db, versionId))

  async function one(version: VersionFacts): Promise<Version> {
    const [described] = await describeVersions(db, [version])
    if (described === undefined) throw new AppError('version-not-found')
    return described
  }
}

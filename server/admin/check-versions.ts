import { canonicalOf } from '#server/plans/versions/pack.ts'
import { canonicalJson, sealOf, sha256Of } from '#server/plans/versions/seal.ts'
import { currentHash, readRedactions } from '#server/storage/redactions.ts'
import { eachOfPlan } from '#server/storage/row-slices.ts'
import type { VersionRow } from '#server/storage/tables/versions.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { PlanContent } from '#shared/plan/content.ts'

/** Checks that the versions of a plan are unchanged, complete, and recorded in the log. */
export async function findChangedVersions(db: Storage, plan: PlanRow): Promise<string[]> {
  const told = await readEvents(db, plan.id)
  const faults: string[] = []
  let previous: Pick<VersionRow, 'number' | 'seal'> | null = null
  const present = new Set<string>()
  for await (const version of eachOfPlan(db, 'versions', plan.id)) {
    const expected: number = (previous?.number ?? 0) + 1
    if (version.number !== expected) faults.push(`versie ${expected} ontbreekt`)
    // A column may hold a value that no version could be made of, such as a time that is not a
    // number.
    const own = await faultsOf(db, version, {
      previousSeal: previous?.seal ?? null,
      toldSeal: told.get(version.id),
    }).catch(() => ['is onleesbaar'])
    faults.push(...own.map((fault) => `versie ${version.number} (${version.name}) ${fault}`))
    present.add(version.id)
    previous = { number: version.number, seal: version.seal }
  }
  for (const [id] of told)
    if (!present.has(id)) faults.push(`een versie waarvan het logboek vertelt ontbreekt (${id})`)
  return faults
}

async function faultsOf(
  db: Storage,
  version: VersionRow,
  { previousSeal, toldSeal }: { previousSeal: string | null; toldSeal: string | undefined },
): Promise<string[]> {
  const faults: string[] = []
  const canonical = await canonicalOf(version).catch(() => new Uint8Array())
  const hash = currentHash(version, await readRedactions(db, version.plan_id))
  if (sha256Of(canonical) !== hash) faults.push('heeft een andere inhoud dan is vastgelegd')
  if (!agrees(version, canonical))
    faults.push('zegt iets anders dan haar inhoud over formulier of plaats in het logboek')
  const format = await db
    .selectFrom('plan_formats')
    .select('json')
    .where('id', '=', version.format_id)
    .where('version', '=', version.format_version)
    .executeTakeFirst()
  if (format === undefined || !hasHash(format.json, version.format_hash))
    faults.push('volgt een formulier dat sindsdien is veranderd')
  if (sealOf(version, previousSeal) !== version.seal)
    faults.push('is veranderd nadat zij werd vastgelegd')
  else if (toldSeal !== version.seal)
    faults.push('is een andere dan die waarvan het logboek vertelt')
  return faults
}

function agrees(
  { format_id, format_version, epoch, seq }: VersionRow,
  content: Uint8Array,
): boolean {
  try {
    const read = JSON.parse(new TextDecoder().decode(content)) as PlanContent
    return (
      read.format.id === format_id &&
      read.format.version === format_version &&
      read.epoch === epoch &&
      read.seq === seq
    )
  } catch {
    return false
  }
}

function hasHash(json: string, hash: string): boolean {
  try {
    return sha256Of(canonicalJson(JSON.parse(json))) === hash
  } catch {
    return false
  }
}

/** Seals by version, as recorded in the log. Another check reports a log that can't be read. */
async function readEvents(db: Storage, planId: string): Promise<Map<string, string>> {
  const seals = new Map<string, string>()
  for await (const { kind, body } of eachOfPlan(db, 'plan_changes', planId)) {
    if (kind !== 'event') continue
    try {
      const event = JSON.parse(new TextDecoder().decode(body)) as {
        type?: unknown
        versionId?: unknown
        seal?: unknown
      }
      if (event.type === 'version.made') seals.set(String(event.versionId), String(event.seal))
    } catch {}
  }
  return seals
}

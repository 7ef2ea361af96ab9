import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { Role } from '#shared/access.ts'
import type { Plan, PlanSummary } from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'
import { fieldIdsOf, tablesOf, valuesOf } from '#shared/format/lookup.ts'
import { type Parts, partsOfFormat } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import { maySeeComments } from './comment-access.ts'
import type { Summaries } from './summaries.ts'

export type PlanWithChanger = PlanRow & { changer_name: string | null }
type Submitted = PlanSummary['submitted']
type As = { role: Role; parts: Parts }

/** A plan as lists and headings show it to a user with this role and these parts. */
export type PlanDescription = {
  find(planId: string): Promise<PlanWithChanger>
  /** In the order of the ids; a removed plan, or one for which `asOf` returns null, is left out. */
  summaries(planIds: readonly string[], asOf: (planId: string) => As | null): Promise<PlanSummary[]>
  plan(planId: string, as: As): Promise<Plan>
}

function plansWithChanger(db: Storage) {
  return db
    .selectFrom('plans')
    .leftJoin('user', 'user.id', 'plans.changed_by')
    .selectAll('plans')
    .select('user.name as changer_name')
    .where('plans.deleted_at', 'is', null)
}

export function createPlanDescription({
  db,
  formats,
  summaries,
}: {
  db: Storage
  formats: Formats
  summaries: Summaries
}): PlanDescription {
  async function summary(
    plan: PlanWithChanger,
    { role, parts, openThreads, submitted }: As & { openThreads: number; submitted: Submitted },
  ): Promise<PlanSummary> {
    const format = formats.find(plan.format_id, plan.format_version)
    const whole: PlanSummary = {
      id: plan.id,
      title: plan.title,
      status: plan.status,
      format: {
        id: plan.format_id,
        version: plan.format_version,
        name: format?.name ?? plan.format_id,
        newest: formats.find(plan.format_id)?.version ?? plan.format_version,
      },
      wijk: plan.wijk,
      team: plan.team,
      periodFrom: plan.period_from,
      periodTo: plan.period_to,
      totalCents: plan.total_cents,
      role,
      sections: parts === null ? null : [...parts],
      changedAt: iso(plan.changed_at),
      changedBy:
        plan.changed_by === null || plan.changer_name === null
          ? null
          : { id: plan.changed_by, name: plan.changer_name },
      createdAt: iso(plan.created_at),
      openThreads: maySeeComments(role, plan) ? openThreads : null,
      submitted,
    }
    return parts === null
      ? whole
      : partOfSummary(whole, { plan, shown: format === null ? null : partsOfFormat(format, parts) })
  }

  /** Names and times of work on hidden parts are hidden too. */
  async function partOfSummary(
    whole: PlanSummary,
    { plan, shown }: { plan: PlanRow; shown: Format | null },
  ): Promise<PlanSummary> {
    const hasBudget = shown?.summary.budgetTable !== undefined
    const changedAt = shown === null ? null : await lastChange(db, plan.id, shown)
    return {
      ...whole,
      totalCents: hasBudget ? whole.totalCents : null,
      changedAt: iso(changedAt ?? plan.created_at),
      changedBy: null,
      // The number of threads on hidden parts is hidden too.
      openThreads: null,
      submitted: null,
    }
  }

  async function find(planId: string): Promise<PlanWithChanger> {
    const row = await plansWithChanger(db).where('plans.id', '=', planId).executeTakeFirst()
    if (row === undefined) throw new AppError('plan-not-found')
    return row
  }

  return {
    find,
    async summaries(planIds, asOf) {
      if (planIds.length === 0) return []
      const rows = await plansWithChanger(db).where('plans.id', 'in', planIds).execute()
      const current = new Map((await summaries.refreshed(rows)).map((row) => [row.id, row]))
      const openThreads = await openThreadsOf(db, planIds)
      const submitted = await submittedOf(db, rows)
      const listed: PlanSummary[] = []
      for (const planId of planIds) {
        const [row, as] = [current.get(planId), asOf(planId)]
        if (row === undefined || as === null) continue
        listed.push(
          await summary(row, {
            ...as,
            openThreads: openThreads.get(planId) ?? 0,
            submitted: submitted.get(planId) ?? null,
          }),
        )
      }
      return listed
    },
    async plan(planId, as) {
      const [row] = await summaries.refreshed([await find(planId)])
      if (row === undefined) throw new AppError('plan-not-found')
      const openThreads = await openThreadsOf(db, [planId])
      return {
        ...(await summary(row, {
          ...as,
          openThreads: openThreads.get(planId) ?? 0,
          submitted: (await submittedOf(db, [row])).get(planId) ?? null,
        })),
        epoch: row.epoch,
        seq: row.seq,
        readersSeeComments: row.readers_see_comments === 1,
      }
    },
  }
}

/** Counted from an index of open threads only, so that no counter can differ from the threads. */
async function openThreadsOf(
  db: Storage,
  planIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('threads')
    .select((eb) => ['plan_id', eb.fn.countAll<number>().as('count')])
    .where('plan_id', 'in', planIds)
    .where('resolved_at', 'is', null)
    .where('deleted_at', 'is', null)
    .groupBy('plan_id')
    .execute()
  return new Map(rows.map((row) => [row.plan_id, Number(row.count)]))
}

/** Only plans that are submitted now, or that are being corrected, are looked up. */
async function submittedOf(
  db: Storage,
  plans: readonly PlanRow[],
): Promise<Map<string, NonNullable<Submitted>>> {
  const changed = new Map(
    plans
      .filter(({ status }) => ['submitted', 'approval', 'adopted'].includes(status))
      .map(({ id, document_seq }) => [id, document_seq]),
  )
  if (changed.size === 0) return new Map()
  const rows = await db
    .selectFrom('submissions')
    .innerJoin('versions', 'versions.id', 'submissions.version_id')
    .where('submissions.plan_id', 'in', [...changed.keys()])
    .select([
      'submissions.plan_id',
      'submissions.handed_in_on',
      'versions.id',
      'versions.number',
      'versions.seq',
    ])
    // Last wins.
    .orderBy('versions.number')
    .execute()
  return new Map(
    rows.map(({ plan_id, handed_in_on, id, number, seq }) => [
      plan_id,
      {
        on: handed_in_on,
        versionId: id,
        versionNumber: number,
        isChangedSince: (changed.get(plan_id) ?? 0) > seq,
      },
    ]),
  )
}

async function lastChange(db: Storage, planId: string, shown: Format): Promise<number | null> {
  const ids = [
    ...fieldIdsOf(shown),
    ...valuesOf(shown).map((value) => value.id),
    ...tablesOf(shown).map((table) => table.id),
  ]
  const last = await db
    .selectFrom('plan_activity')
    .select((eb) => eb.fn.max('last_at').as('at'))
    .where('plan_id', '=', planId)
    .where('part', 'in', ids)
    .executeTakeFirst()
  return last?.at ?? null
}

const iso = (ms: number): string => new Date(ms).toISOString()

import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { Role } from '#shared/access.ts'
import type { Plan, PlanSummary } from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'
import { fieldIdsOf, tablesOf, valuesOf } from '#shared/format/lookup.ts'
import { type Parts, partsOfFormat } from '#shared/format/parts.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanReading } from './plan-reading.ts'

export type PlanWithChanger = PlanRow & { changer_name: string | null }
type As = { role: Role; parts: Parts }

/** What lists and headings show of a plan, to someone in their role and with their parts of it. */
export type PlanDescription = {
  find(planId: string): Promise<PlanWithChanger>
  summary(row: PlanWithChanger, as: As): Promise<PlanSummary>
  plan(planId: string, as: As): Promise<Plan>
}

export function plansWithChanger(db: Storage) {
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
  reading,
}: {
  db: Storage
  formats: Formats
  reading: PlanReading
}): PlanDescription {
  async function summary(row: PlanWithChanger, { role, parts }: As): Promise<PlanSummary> {
    const plan = await reading.refreshed(row)
    const format = formats.find(plan.format_id, plan.format_version)
    const whole: PlanSummary = {
      id: plan.id,
      title: plan.title,
      status: plan.status,
      format: {
        id: plan.format_id,
        version: plan.format_version,
        name: format?.name ?? plan.format_id,
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
        plan.changed_by === null || row.changer_name === null
          ? null
          : { id: plan.changed_by, name: row.changer_name },
      createdAt: iso(plan.created_at),
    }
    return parts === null
      ? whole
      : partOfSummary(whole, { plan, shown: format === null ? null : partsOfFormat(format, parts) })
  }

  /** Who works on the rest, and when, is part of the rest. */
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
    }
  }

  async function find(planId: string): Promise<PlanWithChanger> {
    const row = await plansWithChanger(db).where('plans.id', '=', planId).executeTakeFirst()
    if (row === undefined) throw new AppError('plan-not-found')
    return row
  }

  return {
    find,
    summary,
    async plan(planId, as) {
      const row = await find(planId)
      return {
        ...(await summary(row, as)),
        epoch: row.epoch,
        seq: row.seq,
        readersSeeComments: row.readers_see_comments === 1,
      }
    },
  }
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

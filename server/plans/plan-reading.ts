import type * as Y from 'yjs'
import type { Logger } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { AppError } from '#shared/errors.ts'
import type { Parts } from '#shared/format/parts.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { readParts } from '#shared/plan/read-parts.ts'
import { type PlanFacts, summarize } from '#shared/plan/summary.ts'

/** `whole`: the form itself, for telling what of it is not shown. */
export type Read = { content: PlanContent; format: Format; whole: Format }

export type PlanReading = {
  /** The plan as JSON at or after `minSeq`, with the form it follows; both as far as someone was invited to it. */
  content(
    plan: Pick<PlanRow, 'id' | 'format_id' | 'format_version'>,
    minSeq: number,
    parts?: Parts,
  ): Promise<Read>
  /** The same, with something else read from the document at that very moment. */
  contentWith<T>(
    plan: Pick<PlanRow, 'id' | 'format_id' | 'format_version'>,
    at: { minSeq: number; parts: Parts },
    also: (doc: Y.Doc) => T,
  ): Promise<Read & { also: T }>
  /** Brings the copied title, neighbourhood, period and total up to the log; answers them with the plan. */
  refreshed(plan: PlanRow): Promise<PlanRow>
}

export function createPlanReading({
  db,
  rooms,
  formats,
  logger,
}: {
  db: Storage
  rooms: PlanRooms
  formats: Formats
  logger: Logger
}): PlanReading {
  async function contentWith<T>(
    plan: Pick<PlanRow, 'id' | 'format_id' | 'format_version'>,
    { minSeq, parts }: { minSeq: number; parts: Parts },
    also: (doc: Y.Doc) => T,
  ): Promise<Read & { also: T }> {
    const format = formats.find(plan.format_id, plan.format_version)
    if (format === null) throw new AppError('plan-unreadable')
    const read = await rooms.read(plan.id, minSeq, (doc, at) => ({
      ...readParts(doc, format, parts, at),
      also: also(doc),
    }))
    return { ...read, whole: format }
  }

  const content: PlanReading['content'] = (plan, minSeq, parts = null) =>
    contentWith(plan, { minSeq, parts }, () => undefined)

  return {
    content,
    contentWith,
    async refreshed(plan) {
      if (plan.summary_seq >= plan.seq) return plan
      try {
        const read = await content(plan, plan.seq)
        const facts = toColumns(summarize(read.content, read.format), read.content.seq)
        // Two requests may refresh at once; the one that read less must not overwrite the other.
        await db
          .updateTable('plans')
          .set(facts)
          .where('id', '=', plan.id)
          .where('summary_seq', '<', read.content.seq)
          .execute()
        return { ...plan, ...facts }
      } catch (error) {
        // One plan that can't be read must not take the whole list away; opening it says what is wrong.
        logger.warn(
          { planId: plan.id, reason: error instanceof Error ? error.message : 'unknown' },
          'A plan in the list could not be read',
        )
        return plan
      }
    },
  }
}

export function toColumns(facts: PlanFacts, seq: number) {
  const { title, wijk, team, periodFrom, periodTo, totalCents } = facts
  return {
    title,
    wijk,
    team,
    period_from: periodFrom,
    period_to: periodTo,
    total_cents: totalCents,
    summary_seq: seq,
  }
}

import type * as Y from 'yjs'
import type { Clock } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow } from '#server/storage/tables.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { AppError } from '#shared/errors.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { readParts } from '#shared/plan/read-parts.ts'
import { createSharedReads } from './shared-reads.ts'

/** `whole`: the complete form, from which the hidden parts can be listed. */
export type Read = { content: PlanContent; format: Format; whole: Format }

/** Each is a whole plan in memory, for seconds. */
const mostKept = 16

export type PlanReading = {
  /**
   * The plan as JSON at or after `minSeq`, by default the plan's position at the request, with its
   * form; both limited to the parts of the user. Concurrent requests share the result: it must not
   * be mutated.
   */
  content(
    plan: Pick<PlanRow, 'id' | 'format_id' | 'format_version'>,
    minSeq: number,
    parts?: Parts,
  ): Promise<Read>
  /** The same, with a second value read from the document at the same moment. */
  contentWith<T>(
    plan: Pick<PlanRow, 'id' | 'format_id' | 'format_version'>,
    at: { minSeq: number; parts: Parts },
    also: (doc: Y.Doc) => T,
  ): Promise<Read & { also: T }>
}

export function createPlanReading({
  rooms,
  formats,
  clock,
}: {
  rooms: PlanRooms
  formats: Formats
  clock: Clock
}): PlanReading {
  const shared = createSharedReads<Read>(clock, mostKept)

  async function contentWith<T>(
    plan: Pick<PlanRow, 'id' | 'format_id' | 'format_version'>,
    { minSeq, parts }: { minSeq: number; parts: Parts },
    also: (doc: Y.Doc) => T,
  ): Promise<Read & { also: T }> {
    const format = formats.find(plan.format_id, plan.format_version)
    if (format === null) throw new AppError('plan-unreadable')
    const read = await rooms.readInSteps(plan.id, minSeq, function* (doc, at) {
      return { ...(yield* readParts(doc, format, parts, at)), also: also(doc) }
    })
    return { ...read, whole: format }
  }

  const content: PlanReading['content'] = (plan, minSeq, parts = null) =>
    shared.read(`${plan.id}/${plan.format_version}/${parts?.join(' ') ?? ''}`, minSeq, () =>
      contentWith(plan, { minSeq, parts }, () => undefined),
    )

  return { content, contentWith }
}

import { createHash } from 'node:crypto'
import type { Storage } from '#server/storage/tables.ts'
import type { Role } from '#shared/access.ts'
import type { PlanParts } from '#shared/api/parts.ts'
import type { Parts } from '#shared/format/parts.ts'
import { readCommentedPlan } from './comments/commented-plan.ts'
import { seesComments } from './comments/read-threads.ts'
import type { PlanDescription } from './describe-plan.ts'
import type { PlanReading } from './plan-reading.ts'

export type PartsReading = { db: Storage; reading: PlanReading; description: PlanDescription }
type Asked = { planId: string; userId: string; role: Role; parts: Parts }

/** `tag` tells one state of these parts from another; it does not change with the rest of the plan. */
export type TaggedParts = { tag: string; seq: number; parts: PlanParts }

/** What a screen of these parts shows, read at one moment. */
export async function readPlanParts(
  { db, reading, description }: PartsReading,
  { planId, userId, role, parts }: Asked,
): Promise<TaggedParts> {
  const row = await description.find(planId)
  const plan = await description.plan(planId, { role, parts })
  const read = await readCommentedPlan(
    { db, reading },
    { plan: row, minSeq: row.seq, userId, parts },
  )
  const { threads, words } = (await seesComments(db, planId, role))
    ? read
    : { threads: [], words: {} }
  const threadsTag = tagOf(threads.map(({ isUnread: _isUnread, ...thread }) => thread))
  const shown = {
    plan: { ...plan, seq: 0 },
    content: { ...read.content, seq: 0 },
    words,
    threadsTag,
  }
  return { tag: tagOf(shown), seq: read.content.seq, parts: shown }
}

function tagOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22)
}

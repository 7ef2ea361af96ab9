import { createHash } from 'node:crypto'
import type { Clock } from '#server/runtime.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { Role } from '#shared/access.ts'
import type { PlanParts } from '#shared/api/parts.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import { seesComments } from './comment-access.ts'
import { readCommentedPlan } from './comments/commented-plan.ts'
import type { PlanDescription } from './describe-plan.ts'
import type { PlanReading } from './plan-reading.ts'
import { createSharedReads } from './shared-reads.ts'

export type PartsReading = { db: Storage; reading: PlanReading; description: PlanDescription }
type PartsInput = { planId: string; userId: string; role: Role; parts: Parts }
type Shown = Pick<PlanParts, 'content' | 'words' | 'threadsTag'> & { seq: number; tag: string }

/**
 * `tag` identifies one state of these parts; a change in the rest of the plan does not change it.
 */
export type TaggedParts = { tag: string; seq: number; parts: PlanParts }

/** Each is a whole plan in memory, for seconds. */
const mostKept = 16

/**
 * The content of a screen that shows these parts, read at one moment. All users who were invited to
 * the same parts wait for the same state, so it is read and encoded once for all of them.
 */
export function createPartsReader({
  db,
  reading,
  description,
  clock,
}: PartsReading & { clock: Clock }): (asked: PartsInput) => Promise<TaggedParts> {
  const shared = createSharedReads<Shown>(clock, mostKept)

  async function readShown(
    row: PlanRow,
    { userId, parts }: PartsInput,
    areThreadsShown: boolean,
  ): Promise<Shown> {
    const read = await readCommentedPlan(
      { db, reading },
      { plan: row, minSeq: row.seq, userId, parts },
    )
    const { threads, words } = areThreadsShown ? read : { threads: [], words: {} }
    const threadsTag = tagOf(threads.map(({ isUnread: _isUnread, ...thread }) => thread))
    const content = { ...read.content, seq: 0 }
    return {
      content,
      words,
      threadsTag,
      seq: read.content.seq,
      tag: tagOf({ content, words, threadsTag }),
    }
  }

  return async (asked) => {
    const { planId, role, parts } = asked
    const row = await description.find(planId)
    const plan = { ...(await description.plan(planId, { role, parts })), seq: 0 }
    const areThreadsShown = await seesComments(db, planId, role)
    const { seq, tag, ...shown } = await shared.read(
      `${planId}/${parts?.join(' ') ?? ''}/${areThreadsShown}`,
      row.seq,
      () => readShown(row, asked, areThreadsShown),
    )
    return { tag: tagOf({ plan, tag }), seq, parts: { plan, ...shown } }
  }
}

function tagOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22)
}

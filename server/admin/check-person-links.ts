import { digestOfLink, readPersonLinks } from '#server/plans/person-links.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'

/**
 * Checks that each member is linked to the person that the audit trail names: a link inserted or
 * changed in the database would let its member sign with somebody else's function and mandate. The
 * last line about a member counts.
 */
export async function findUntoldLinks(db: Storage, { id }: PlanRow): Promise<string[]> {
  const lines = await db
    .selectFrom('audit')
    .select(['action', 'object'])
    .where('plan_id', '=', id)
    .where('action', 'in', ['person.linked', 'person.unlinked', 'member.removed'])
    .where('result', '=', 'ok')
    .orderBy('number')
    .execute()
  const told = new Map<string, string | null>()
  for (const { action, object } of lines) {
    const userId = /(?:^| )userId=(\S+)/.exec(object)?.[1]
    const digest = /(?:^| )digest=([0-9a-f]{64})(?: |$)/.exec(object)?.[1] ?? null
    if (userId !== undefined) told.set(userId, action === 'person.linked' ? digest : null)
  }
  const links = await readPersonLinks(db, id)
  const members = await db
    .selectFrom('members')
    .select('user_id')
    .where('plan_id', '=', id)
    .execute()
  const isChanged = links.some((link) => told.get(link.user_id) !== digestOfLink(link))
  const isGone = [...told].some(
    ([userId, digest]) =>
      digest !== null &&
      members.some((member) => member.user_id === userId) &&
      !links.some((link) => link.user_id === userId),
  )
  return isChanged || isGone
    ? ['wie wie is in het plan, is gewijzigd buiten het controlespoor om']
    : []
}

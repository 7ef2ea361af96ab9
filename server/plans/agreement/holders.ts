import type { MandateRow, PersonLinkRow } from '#server/storage/tables/agreement.ts'
import { can, type Role } from '#shared/access.ts'
import type { Seat } from '#shared/agreement/seats.ts'
import type { Discipline } from '#shared/disciplines.ts'

/** A member of the whole plan, with the linked person of the plan. */
export type SeatedMember = {
  user_id: string
  name: string
  role: Role
  discipline: Discipline | null
  link: PersonLinkRow | null
}

/**
 * The member who may answer for a seat without a mandate. For a person's seat: the member whose
 * account a coordinator linked to that person. Otherwise, for a discipline's seat: the first member
 * who joined with that discipline. Practices are represented by persons only. A link that members
 * made themselves gives no right to answer, because they would grant it to themselves; and a person
 * whose mandate for the seat was withdrawn needs a new one. Names are never compared. `members` is
 * in order of joining; `mandates` includes withdrawn ones.
 */
export function expectedHolder(
  seat: Seat,
  members: readonly SeatedMember[],
  mandates: readonly MandateRow[],
): SeatedMember | undefined {
  const own = mandates.filter((mandate) => mandate.seat === seat.id)
  if (own.some((mandate) => mandate.kind === 'holder')) return undefined
  const writers = members.filter(
    (member) =>
      can(member.role, 'write') &&
      !own.some(({ user_id, kind }) => user_id === member.user_id && kind === 'withdrawn'),
  )
  const isSeated = ({ link, role, user_id }: SeatedMember) =>
    link !== null &&
    (link.linked_by !== user_id || can(role, 'manage')) &&
    seat.speakers.some((speaker) => speaker.rowId === link.row_id)
  return (
    writers.find(isSeated) ??
    (seat.isByName
      ? undefined
      : writers.find(
          ({ discipline, role }) =>
            (discipline !== null && seat.disciplines.includes(discipline)) || role === seat.role,
        ))
  )
}

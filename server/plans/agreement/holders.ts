import type { MandateRow, PersonLinkRow } from '#server/storage/tables/agreement.ts'
import { can, type Role } from '#shared/access.ts'
import type { Seat } from '#shared/agreement/seats.ts'
import type { Discipline } from '#shared/disciplines.ts'

/** A member of the whole plan, with the person that they are in it. */
export type SeatedMember = {
  user_id: string
  name: string
  role: Role
  discipline: Discipline | null
  link: PersonLinkRow | null
}

/**
 * The member who may answer for a seat that nobody holds: a person whom the plan seats there, when a coordinator
 * linked the account to that person; else, where a discipline sits, who joined first with it. Practices are spoken for by
 * persons only. A link that a member made by themself gives nobody the right to answer: it would be taken, not given;
 * and anyone whose mandate for the seat was taken back has to be named anew. Names are never compared. `members` in the order
 * in which they joined; `mandates` with those that were taken back.
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

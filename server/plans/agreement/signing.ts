import type { PersonLinkRow } from '#server/storage/tables/agreement.ts'
import { peopleOf, type Seat, seatsOf } from '#shared/agreement/seats.ts'
import { type Signatory, signatoryOf } from '#shared/agreement/signatory.ts'
import type { LinkKind } from '#shared/api/agreement.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'

/** The state of a plan to which an answer applies. */
export type AnsweredOn = { content: PlanContent; format: Format }

type SigningInput = {
  name: string
  userId: string
  seat: Seat
  isDeputy: boolean
  link: PersonLinkRow | null
}

/**
 * The identity with which a member signs, and its link. A link to a row that is missing in this
 * state of the plan does not count: the presented version did not have it.
 */
export function signingOf(
  { name, userId, seat, isDeputy, link }: SigningInput,
  { content, format }: AnsweredOn,
): { signatory: Signatory; linked: PersonLinkRow | null; linkKind: LinkKind } {
  const speaker = peopleOf(format, content).find((person) => person.rowId === link?.row_id) ?? null
  const linked = speaker === null ? null : link
  // Rounds from before accounts were linked to rows stored speakers by name only.
  const seated = seatsOf(format, content).find((one) => one.id === seat.id) ?? seat
  return {
    signatory: signatoryOf({ name, seat: seated, speaker, isDeputy }),
    linked,
    linkKind: linked === null ? 'none' : linked.linked_by === userId ? 'self' : 'coordinator',
  }
}

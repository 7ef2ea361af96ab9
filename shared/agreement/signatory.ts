import type { Seat, Speaker } from './seats.ts'

/**
 * What a record says of anyone who answers for a seat. Function, organisation and mandate come from the row of the plan that
 * the account is linked to by hand, and from nowhere else: they stay empty for an account that is not linked.
 */
export type Signatory = {
  /** Of the account. */
  name: string
  /** As the plan writes it; empty without a linked row. */
  planName: string
  position: string
  organisation: string
  level: string
  onBehalfOf: string
  seatLabel: string
  isDeputy: boolean
}

/**
 * `speaker`: the linked row in the state of the plan that is answered on; null when there is none. Level and "namens" are the
 * mandate of that row for its own seat, so at another seat (of a deputy) only function and organisation are taken over.
 */
export function signatoryOf({
  name,
  seat,
  speaker,
  isDeputy,
}: {
  name: string
  seat: Pick<Seat, 'label' | 'speakers'>
  speaker: Speaker | null
  isDeputy: boolean
}): Signatory {
  const isOwnSeat = speaker !== null && seat.speakers.some((one) => one.rowId === speaker.rowId)
  return {
    name,
    planName: speaker?.name ?? '',
    position: speaker?.position ?? '',
    organisation: speaker?.organisation ?? '',
    level: isOwnSeat ? speaker.level : '',
    onBehalfOf: isOwnSeat ? speaker.onBehalfOf : '',
    seatLabel: seat.label,
    isDeputy,
  }
}

/** Whether anything beyond the name of the account would be recorded. */
const saysMoreThanName = ({
  planName,
  position,
  organisation,
  level,
  onBehalfOf,
}: Signatory): boolean =>
  [planName, position, organisation, level, onBehalfOf].some((part) => part !== '')

/** The sentence that is confirmed with an answer. All that is recorded of the person stands in it. */
export function signingStatement(signatory: Signatory): string {
  const { name, planName, position, organisation, level, onBehalfOf, seatLabel, isDeputy } =
    signatory
  const seat = `${seatLabel}${isDeputy ? ', als plaatsvervanger' : ''}`
  if (!saysMoreThanName(signatory))
    return `U tekent als ${name}, voor ${seat}. Er wordt geen functie, organisatie of mandaat vastgelegd.`
  const parts = [
    `${name}${planName === '' || planName === name ? '' : ` (in het plan: ${planName})`}`,
    // An organisation alone is spoken for; beside others it is where the person works.
    onBehalfOf === '' || organisation === '' ? position : `${position} bij ${organisation}`.trim(),
    onBehalfOf === '' && organisation === '' ? '' : `namens ${onBehalfOf || organisation}`,
    level === '' ? '' : `mandaat ${level.toLocaleLowerCase('nl')}`,
    `voor ${seat}`,
  ]
  return `U tekent als ${parts.filter((part) => part !== '').join(', ')}.`
}

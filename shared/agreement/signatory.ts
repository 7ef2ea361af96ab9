import type { Seat, Speaker } from './seats.ts'

/**
 * The identity of a signatory in a record. Function, organisation and mandate come only from the
 * row of the plan that the account was linked to by hand: they stay empty for an account without a
 * link.
 */
export type Signatory = {
  /** Name of the account. */
  name: string
  /** Name as spelled in the plan; empty without a linked row. */
  planName: string
  position: string
  organisation: string
  level: string
  onBehalfOf: string
  seatLabel: string
  isDeputy: boolean
}

/**
 * `speaker`: the linked row in the version that is answered; null without one. Level and "namens"
 * are the mandate of that row for its own seat, so a deputy at another seat brings only function
 * and organisation.
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

/** The parts that a signatory may correct if the plan is wrong; never a name or a seat. */
export const correctableParts = ['position', 'organisation', 'level', 'onBehalfOf'] as const
export type CorrectedPart = (typeof correctableParts)[number]
export type Corrections = { [Part in CorrectedPart]?: string | undefined }

/** The signatory with corrections applied, and the parts that differ from the plan. */
export function correctedSignatory(
  signatory: Signatory,
  corrections: Corrections,
): { signatory: Signatory; corrected: CorrectedPart[] } {
  const corrected = correctableParts.filter(
    (part) => corrections[part] !== undefined && corrections[part] !== signatory[part],
  )
  const changed = Object.fromEntries(corrected.map((part) => [part, corrections[part]]))
  return { signatory: { ...signatory, ...changed }, corrected }
}

/** True if more than the name of the account would be recorded. */
const saysMoreThanName = ({
  planName,
  position,
  organisation,
  level,
  onBehalfOf,
}: Signatory): boolean =>
  [planName, position, organisation, level, onBehalfOf].some((part) => part !== '')

/**
 * The statement that is confirmed with an answer. It contains everything that is recorded about the
 * person.
 */
export function signingStatement(signatory: Signatory): string {
  const { name, planName, position, organisation, level, onBehalfOf, seatLabel, isDeputy } =
    signatory
  const seat = `${seatLabel}${isDeputy ? ', als plaatsvervanger' : ''}`
  if (!saysMoreThanName(signatory))
    return `U tekent als ${name}, voor ${seat}. Er wordt geen functie, organisatie of mandaat vastgelegd.`
  const parts = [
    `${name}${planName === '' || planName === name ? '' : ` (in het plan: ${planName})`}`,
    // A single organisation is the one spoken for; beside others it is the person's employer.
    onBehalfOf === '' || organisation === '' ? position : `${position} bij ${organisation}`.trim(),
    onBehalfOf === '' && organisation === '' ? '' : `namens ${onBehalfOf || organisation}`,
    level === '' ? '' : `mandaat ${level.toLocaleLowerCase('nl')}`,
    `voor ${seat}`,
  ]
  return `U tekent als ${parts.filter((part) => part !== '').join(', ')}.`
}

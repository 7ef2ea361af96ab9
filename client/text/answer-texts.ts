import { correctedText } from '#shared/agreement/corrected-text.ts'
import type { AnswerView, MandateView, SeatView } from '#shared/api/agreement.ts'
import { counted } from '#shared/counted.ts'

type Tone = 'ok' | 'warn' | 'accent' | 'bad' | 'neutral'

/** The standing of a seat, in words and with a sign; the colour only repeats it. */
export function standingChip({ standing }: Pick<SeatView, 'standing'>): {
  tone: Tone
  text: string
} {
  switch (standing.kind) {
    case 'waiting':
      return { tone: 'accent', text: '… Wacht op antwoord' }
    case 'agreed':
      return {
        tone: 'ok',
        text:
          standing.answer.verdict === 'agreed-with-remark'
            ? '✓ Akkoord met opmerking'
            : '✓ Akkoord',
      }
    case 'not-agreed':
      return { tone: 'bad', text: '✗ Niet akkoord' }
    case 'withdrawn':
      return { tone: 'warn', text: '↺ Ingetrokken' }
    case 'outdated':
      return { tone: 'warn', text: '↻ Opnieuw vragen' }
  }
}

/** "apotheker, Apotheek ’t Broek · namens drie praktijken · mandaat uitvoerend" */
export function mandateText({
  position,
  organisation,
  level,
  onBehalfOf,
}: Pick<AnswerView, 'position' | 'organisation' | 'level' | 'onBehalfOf'>): string {
  return [
    [position, organisation].filter((part) => part !== '').join(', '),
    onBehalfOf === '' || onBehalfOf === organisation ? '' : `namens ${onBehalfOf}`,
    level === '' ? '' : `mandaat ${level.toLocaleLowerCase('nl')}`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** Which person of the plan gave an answer, where that is not plain from the name. */
export function personText({
  person,
  by,
  corrected,
}: Pick<AnswerView, 'person' | 'by' | 'corrected'>): string {
  if (person === null) return ''
  return [
    person.name === '' || person.name === by.name ? '' : `in het plan: ${person.name}`,
    person.isSelfLinked ? 'koppelde zichzelf aan deze persoon' : '',
    correctedText(corrected),
  ]
    .filter((part) => part !== '')
    .join(', ')
}

/** The meaning of a link, or of its absence, for an answer that is still missing. */
export function linkText({ link, planName, user }: MandateView): string {
  if (link === 'none')
    return 'Niet gekoppeld aan een persoon in het plan: tekent zonder functie, organisatie of mandaat.'
  const person = planName === '' || planName === user.name ? '' : ` als ${planName}`
  return link === 'self'
    ? `Koppelde zichzelf aan een persoon in het plan${person}.`
    : `Gekoppeld aan een persoon in het plan${person}.`
}

export function changesText(count: number): string {
  return count === 0
    ? 'geen wijzigingen sindsdien'
    : `${counted(count, 'wijziging', 'wijzigingen')} sindsdien`
}

import type { AnswerView, SeatView } from '#shared/api/agreement.ts'

type Tone = 'ok' | 'warn' | 'accent' | 'bad' | 'neutral'

/** Where a seat stands, in words and with a sign; colour only repeats it. */
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

export function changesText(count: number): string {
  return count === 0
    ? 'geen wijzigingen sindsdien'
    : `${count} ${count === 1 ? 'wijziging' : 'wijzigingen'} sindsdien`
}

import { describe, expect, it } from 'vitest'
import { allEndpoints } from '../api/all.ts'
import { PlanEventSchema } from '../protocol/events.ts'
import { actionsOfKind, auditKinds, kindOfLine } from './kinds.ts'
import { type AuditNames, auditSentence } from './sentence.ts'

const names: AuditNames = {
  person: (id) => (id === 'u2' ? 'Rens Ottenkamp' : null),
  versionNumber: (id) => (id === 'v2' ? 2 : null),
  seat: (id) => (id === 'apothekers' ? 'Apothekers' : null),
  requirement: (id) => (id === 'wijk' ? 'De wijk is ingevuld' : null),
}
const line = { object: '', result: 'ok', onBehalfOf: null, actor: { id: 'u1' } }
const say = (given: {
  action: string
  object?: string
  result?: string
  onBehalfOf?: string
  actor?: { id: string }
}) => auditSentence({ ...line, ...given }, names)

describe('a line of the trail in words', () => {
  it.each([
    ['member.added', { object: 'userId=u2' }, 'maakte Rens Ottenkamp lid van het plan'],
    ['member.added', { object: 'userId=u2', actor: { id: 'u2' } }, 'werd lid van het plan'],
    [
      'member.removed',
      { object: 'userId=weg' },
      'haalde iemand die geen account meer heeft uit het plan',
    ],
    [
      'thread.changed',
      { object: 'threadId=t change=put-on-agenda' },
      'zette een reactie op de lijst voor het overleg',
    ],
    ['thread.changed', { object: 'threadId=t' }, 'wijzigde de stand van een reactie'],
    ['invite.changed', { object: 'change=withdrawn' }, 'trok een uitnodiging in'],
    ['consultation.changed', { object: 'change=read-link-made' }, 'maakte een leeslink'],
    ['status.changed', { object: 'status=approval' }, 'zette de status op Ter akkoord'],
    [
      'version.presented',
      { object: 'versionId=v2 number=2 isEditorial=true' },
      'legde versie 2 ter akkoord voor, met alleen verbeterde spelling',
    ],
    [
      'approval.given',
      { object: 'versionId=v2 approvalId=a', onBehalfOf: 'apothekers' },
      'antwoordde op versie 2, namens Apothekers',
    ],
    [
      'approval.withdrawn',
      { object: 'versionId=v9 approvalId=a', onBehalfOf: 'p-12' },
      'trok het antwoord op een versie in, namens een partij uit het plan',
    ],
    [
      'mandate.changed',
      { object: 'seat=apothekers userId=u2 mandate=deputy' },
      'wees Rens Ottenkamp aan als plaatsvervanger, namens Apothekers',
    ],
    [
      'reminders.sent',
      { object: 'versionId=v2 count=1' },
      'vroeg 1 persoon opnieuw om een antwoord op versie 2',
    ],
    [
      'reminders.sent',
      { object: 'versionId=v2 count=5 mailed=3' },
      'vroeg 5 personen opnieuw om een antwoord op versie 2, van wie 3 per mail',
    ],
    [
      'reminders.sent',
      { object: 'versionId=v2 count=5 mailed=0' },
      'vroeg 5 personen opnieuw om een antwoord op versie 2, zonder mail',
    ],
    ['GET /api/plans/:planId/export.docx', {}, 'downloadde het plan (docx)'],
    ['GET /api/plans/:planId/audit.csv', {}, 'downloadde het logboek (csv)'],
    [
      'sign-link.opened',
      { object: 'link=l', onBehalfOf: 'apothekers' },
      'opende de persoonlijke link om te antwoorden, namens Apothekers',
    ],
    [
      'sign-in-link.made',
      { object: 'userId=u2 handedBy=u1' },
      'maakte een inloglink voor Rens Ottenkamp, om door te geven',
    ],
    [
      'sign-in-link.used',
      { object: 'userId=u1 handedBy=u2' },
      'logde in met een link die Rens Ottenkamp doorgaf',
    ],
    [
      'form.changed',
      { object: 'from=2 to=3' },
      'liet het plan versie 3 van het formulier volgen, in plaats van versie 2',
    ],
    [
      'requirement.chosen',
      { object: 'requirement=wijk isRequired=true' },
      'maakte de eis ‘De wijk is ingevuld’ verplicht voor dit plan',
    ],
    [
      'requirement.chosen',
      { object: 'requirement=van-later isRequired=false' },
      'maakte een eis niet verplicht voor dit plan',
    ],
    ['outcome-link.made', { object: 'linkId=l' }, 'maakte een link om de uitkomsten te delen'],
    ['outcome-link.revoked', { object: 'linkId=l' }, 'trok een link naar de uitkomsten in'],
  ])('%s %j', (action, given, expected) => {
    expect(say({ action, ...given })).toBe(expected)
  })

  it('says of what was refused what it was and why', () => {
    const text = say({ action: 'DELETE /api/plans/:planId', result: 'no-access' })
    expect(text).toBe(
      'probeerde het plan te verwijderen, maar dat lukte niet. De melding was: ‘U heeft geen toegang tot dit plan, of uw rechten zijn gewijzigd. Vraag de coördinator van het plan.’',
    )
    expect(
      say({ action: 'sign-link.used', result: 'already-answered', onBehalfOf: 'apothekers' }),
    ).toContain('namens Apothekers, maar dat lukte niet')
    expect(say({ action: 'GET /api/plans/:planId', result: 'een-code-van-later' })).toContain(
      'De melding was: ‘een-code-van-later’',
    )
  })

  it('has words for every event and every request, and each line is found under exactly one kind', () => {
    const events = PlanEventSchema.options.map((option) => option.shape.type.value)
    for (const action of events) {
      expect(say({ action })).toMatch(/^[a-z].{5,}/)
      const kind = kindOfLine({ action, result: 'ok' })
      expect(auditKinds.filter((one) => actionsOfKind(one)?.includes(action))).toEqual([kind])
    }
    for (const { method, path } of allEndpoints)
      expect(say({ action: `${method} ${path}`, result: 'no-access' })).toMatch(
        /^probeerde .*lukte niet\. De melding/,
      )
    expect(kindOfLine({ action: 'GET /api/plans/:planId/export.pdf', result: 'ok' })).toBe('files')
    expect(kindOfLine({ action: 'member.added', result: 'no-access' })).toBe('refused')
    expect(kindOfLine({ action: 'sign-in-link.used', result: 'ok' })).toBe('people')
    expect(actionsOfKind('people')).toContain('sign-in-link.used')
  })
})

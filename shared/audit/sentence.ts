import { planStatusLabels } from '../agreement/status.ts'
import { errorTable, isErrorCode } from '../errors.ts'
import type {
  ConsultationChange,
  InviteChange,
  PlanEventType,
  ThreadChange,
} from '../protocol/events.ts'
import { isEventType } from './kinds.ts'

/**
 * Names for the ids in a line, as far as the reader may know them. Null for an unknown or deleted
 * one.
 */
export type AuditNames = {
  person(userId: string): string | null
  versionNumber(versionId: string): number | null
  /**
   * A seat named by the form; not a party named only by the plan, because an administrator reads
   * trails and no plans.
   */
  seat(id: string): string | null
  /** A requirement of the form, as a short sentence. */
  requirement(id: string): string | null
}

type Told = {
  action: string
  object: string
  result: string
  onBehalfOf: string | null
  actor: { id: string } | null
}
type About = {
  id(name: string): string
  person: string
  /** The maker of the link that started a session. */
  hander: string
  version: string
  seat: string
  requirement: string
  isSelf: boolean
}

/**
 * An audit line as a Dutch sentence that follows the actor's name: "legde versie 2 ter akkoord
 * voor".
 */
export function auditSentence(line: Told, names: AuditNames): string {
  const about = readAbout(line, names)
  if (line.result !== 'ok') return refusedSentence(line, about)
  if (isEventType(line.action)) return sentences[line.action](about)
  if (line.action === 'sign-link.opened')
    return `opende de persoonlijke link om te antwoorden${about.seat}`
  if (line.action === 'sign-in-link.made')
    return `maakte een inloglink voor ${about.isSelf ? 'zichzelf' : about.person}, om door te geven`
  if (line.action === 'sign-in-link.used')
    return `logde in met een link die ${about.hander} doorgaf`
  if (line.action === 'outcome-link.made') return 'maakte een link om de uitkomsten te delen'
  if (line.action === 'outcome-link.revoked') return 'trok een link naar de uitkomsten in'
  if (line.action === 'coordinator.given')
    return `maakte als beheerder ${about.isSelf ? 'zichzelf' : about.person} coördinator, want het plan had er geen`
  if (line.action === 'accounts.merged')
    return `voegde twee accounts van één persoon samen: ${about.person} gaat verder als ${names.person(about.id('into')) ?? 'iemand die geen account meer heeft'}`
  return `downloadde ${fileOf(line.action)}`
}

const sentences: Record<PlanEventType, (about: About) => string> = {
  'plan.created': () => 'maakte het plan',
  'plan.changed': () => 'wijzigde een instelling van het plan',
  'plan.deleted': () => 'verwijderde het plan',
  'form.changed': ({ id }) =>
    `liet het plan versie ${id('to')} van het formulier volgen, in plaats van versie ${id('from')}`,
  'plan.ended': ({ id }) =>
    id('kind') === 'superseded'
      ? 'verving dit plan door een ander plan'
      : 'liet het plan vervallen, met een reden',
  'status.changed': ({ id }) => `zette de status op ${statusLabel(id('status'))}`,
  'member.added': ({ person, isSelf }) =>
    isSelf ? 'werd lid van het plan' : `maakte ${person} lid van het plan`,
  'member.changed': ({ person, isSelf }) =>
    `wijzigde de rol, de discipline of de onderdelen van ${isSelf ? 'zichzelf' : person}`,
  'member.removed': ({ person, isSelf }) =>
    isSelf ? 'verliet het plan' : `haalde ${person} uit het plan`,
  'person.linked': ({ person, isSelf }) =>
    `koppelde ${isSelf ? 'zichzelf' : person} aan een persoon in het plan`,
  'person.unlinked': ({ person, isSelf }) =>
    `maakte de koppeling van ${isSelf ? 'zichzelf' : person} met een persoon in het plan los`,
  'person.forgotten': ({ person }) =>
    `haalde de naam en de gegevens van een persoon weg, die nu ${person} heet`,
  'invite.changed': ({ id }) => inviteSentences[id('change')] ?? 'wijzigde een uitnodiging',
  'mandate.changed': ({ id, person, seat }) => mandateSentence(id('mandate'), person, seat),
  'thread.added': () => 'begon een reactie',
  'thread.changed': ({ id }) =>
    threadSentences[id('change')] ?? 'wijzigde de stand van een reactie',
  'comment.added': () => 'antwoordde op een reactie',
  'comment.changed': () => 'wijzigde een reactie',
  'comment.removed': () => 'verwijderde een reactie',
  'consultation.changed': ({ id }) =>
    consultationSentences[id('change')] ?? 'wijzigde iets aan de consultatie',
  'version.made': ({ id }) => `legde versie ${id('number')} vast`,
  'version.presented': ({ id }) =>
    `legde versie ${id('number')} ter akkoord voor${id('isEditorial') === 'true' ? ', met alleen verbeterde spelling' : ''}`,
  'approval.given': ({ version, seat }) => `antwoordde op ${version}${seat}`,
  'approval.withdrawn': ({ version, seat }) => `trok het antwoord op ${version} in${seat}`,
  'reminders.sent': ({ id, version }) =>
    `vroeg ${id('count') === '1' ? '1 persoon' : `${id('count')} personen`} opnieuw om een antwoord op ${version}${mailedText(id('mailed'))}`,
  'plan.submitted': ({ id, version }) =>
    `diende ${version} in${id('isCorrection') === 'true' ? ', als correctie' : ''}`,
  'overrule.added': () => 'gaf een reden waarom een punt van de controle zo kan blijven',
  'overrule.removed': () => 'trok een reden bij een punt van de controle in',
  'requirement.chosen': ({ id, requirement }) =>
    id('isRequired') === 'true'
      ? `maakte ${requirement} verplicht voor dit plan`
      : `maakte ${requirement} niet verplicht voor dit plan`,
  'version.adopted': ({ id, version }) =>
    `stelde ${version} vast met ${id('missing') === '1' ? '1 akkoord' : `${id('missing')} akkoorden`} te weinig, met een reden`,
  'file.added': () => 'voegde een afbeelding of bijlage toe',
  'file.removed': () => 'verwijderde een bijlage',
}

type Sentences = Readonly<Record<string, string>>

/** Lines of before the change was recorded name none. */
const inviteSentences: Sentences = {
  made: 'maakte een uitnodiging',
  withdrawn: 'trok een uitnodiging in',
  accepted: 'nam een uitnodiging aan',
} satisfies Record<InviteChange, string>

const consultationSentences: Sentences = {
  changed: 'wijzigde de einddatum of het bericht van de consultatie',
  answered: 'liet weten geen opmerkingen te hebben in de consultatie',
  'answer-withdrawn': 'trok een antwoord in de consultatie in',
  'replacement-named': 'wees een vervanger aan in de consultatie',
  'replacement-removed': 'haalde een vervanger weg uit de consultatie',
  'read-link-made': 'maakte een leeslink',
  'read-link-withdrawn': 'trok een leeslink in',
} satisfies Record<ConsultationChange, string>

const threadSentences: Sentences = {
  resolved: 'rondde een reactie af',
  reopened: 'heropende een reactie',
  'put-on-agenda': 'zette een reactie op de lijst voor het overleg',
  'taken-off-agenda': 'haalde een reactie van de lijst voor het overleg',
} satisfies Record<ThreadChange, string>

/** A trail says of a mail that it was sent only where that was recorded. */
function mailedText(mailed: string): string {
  if (mailed === '') return ''
  return mailed === '0' ? ', zonder mail' : `, van wie ${mailed} per mail`
}

function mandateSentence(mandate: string, person: string, seat: string): string {
  const of = seat.replace(/^, /, '')
  if (mandate === 'withdrawn') return `nam het mandaat van ${person} terug, ${of}`
  return `wees ${person} aan als ${mandate === 'deputy' ? 'plaatsvervanger' : 'vertegenwoordiger'}, ${of}`
}

function readAbout({ object, onBehalfOf, actor }: Told, names: AuditNames): About {
  // `name=id name=id`: an id may contain anything except a next `name=`.
  const ids = new Map(
    [...object.matchAll(/(\w+)=(.*?)(?= \w+=|$)/g)].map(([, name = '', id = '']) => [name, id]),
  )
  const id = (name: string) => ids.get(name) ?? ''
  const number = names.versionNumber(id('versionId'))
  const seatId = onBehalfOf ?? id('seat')
  const requirement = names.requirement(id('requirement'))
  return {
    id,
    person: names.person(id('userId')) ?? 'iemand die geen account meer heeft',
    hander: names.person(id('handedBy')) ?? 'iemand die geen account meer heeft',
    version: number === null ? 'een versie' : `versie ${number}`,
    seat: seatId === '' ? '' : `, namens ${names.seat(seatId) ?? 'een partij uit het plan'}`,
    requirement: requirement === null ? 'een eis' : `de eis ‘${requirement}’`,
    isSelf: actor !== null && actor.id === id('userId'),
  }
}

function refusedSentence({ action, result }: Told, { seat }: About): string {
  const reason = `De melding was: ‘${isErrorCode(result) ? errorTable[result].text : result}’`
  if (action.startsWith('sign-link.'))
    return `gebruikte een persoonlijke link${seat}, maar dat lukte niet. ${reason}`
  return `probeerde ${attemptOf(action)}, maar dat lukte niet. ${reason}`
}

/** By path pattern; the first match counts. An unlisted path gets a general description. */
const attempts: readonly (readonly [RegExp, string])[] = [
  [/\/export\./, 'het plan te downloaden'],
  [/\/comments\.csv$/, 'de reacties te downloaden'],
  [/\/audit/, 'het logboek te lezen'],
  [/^GET \/api\/files/, 'een afbeelding of bijlage te openen'],
  [/\/(files|attachments)/, 'een afbeelding of bijlage toe te voegen of te verwijderen'],
  [/^GET .*\/submission/, 'een ingediend bestand te openen'],
  [/\/submission/, 'het plan in te dienen'],
  [/\/presentations/, 'een versie ter akkoord voor te leggen'],
  [/\/approvals/, 'op een versie te antwoorden'],
  [/\/withdrawals/, 'een antwoord in te trekken'],
  [/\/mandates/, 'een vertegenwoordiger te wijzigen'],
  [/\/reminders/, 'een herinnering te sturen'],
  [/\/overrules/, 'een reden te geven bij een punt van de controle'],
  [/\/requirements/, 'te kiezen wat verplicht is'],
  [/\/newer-form/, 'het plan de nieuwe versie van het formulier te laten volgen'],
  [/\/adoption/, 'een versie vast te stellen'],
  [/^GET .*\/versions/, 'een versie te lezen'],
  [/\/versions/, 'een versie vast te leggen'],
  [/\/(threads|comments)/, 'reacties te lezen of te plaatsen'],
  [/\/sign-in-link/, 'een inloglink voor een lid te maken'],
  [/\/person$/, 'een lid te koppelen aan een persoon in het plan'],
  [/\/(members|invites)/, 'leden of uitnodigingen te bekijken of te wijzigen'],
  [/\/(consultation|read-links)/, 'de consultatie of een leeslink te bekijken of te wijzigen'],
  [/\/outcome-links/, 'een link naar de uitkomsten te bekijken of te wijzigen'],
  [/^DELETE \/api\/plans\/:planId$/, 'het plan te verwijderen'],
  [/^PATCH \/api\/plans\/:planId$/, 'het plan of de status te wijzigen'],
  [/^GET /, 'het plan te openen'],
]
const attemptOf = (action: string): string =>
  attempts.find(([pattern]) => pattern.test(action))?.[1] ?? 'iets aan het plan te wijzigen'

function fileOf(action: string): string {
  if (action.includes('/audit.')) return `het logboek (${endOf(action)})`
  if (action.endsWith('/comments.csv')) return 'de reacties (csv)'
  if (action.includes('/submission/files/')) return 'een ingediend bestand'
  if (action.endsWith('/files/:fileId')) return 'een bijlage'
  return action.includes('/export.') ? `het plan (${endOf(action)})` : 'een bestand'
}
const endOf = (action: string): string => action.slice(action.lastIndexOf('.') + 1)

const statusLabel = (status: string): string =>
  Object.hasOwn(planStatusLabels, status)
    ? planStatusLabels[status as keyof typeof planStatusLabels]
    : status

import { counted } from '#shared/counted.ts'
import type { Sentence } from './sentence.ts'

// Uw plannen.

export const waitingForYou = 'Wat op u wacht'
export const nothingWaits = 'Er wacht niets op u.'

export const offlineNone =
  'Er staan geen plannen op dit apparaat. Een plan dat u hier opent, kunt u daarna ook zonder verbinding openen.'
export const offlineOnly = 'Alleen deze plannen staan op dit apparaat'
export const notAvailable = 'Nu niet beschikbaar'

export const loading = 'Bezig met ophalen van uw plannen'
export const none = 'U heeft nog geen plan'
export const makeOne = 'Nieuw plan maken'
export const noneText =
  'Maak een plan en nodig daarna uw kernteam uit. Bestaat het plan al? Vraag dan de coördinator om een uitnodiging; daarna staat het hier.'
export const search = 'Zoek in uw plannen'
export const found = (found: number, total: number) => `${found} van ${total} plannen`
export const nothingFoundText = (query: string) =>
  `Geen plan heeft “${query}” in zijn naam, wijk of team.`
export const inTexts = 'In de tekst van uw plannen'
export const inTextsFound = (count: number, isCut: boolean) =>
  isCut
    ? `Meer dan ${count} onderdelen gevonden. Typ meer woorden.`
    : counted(count, 'onderdeel gevonden', 'onderdelen gevonden')
export const inTextsNone = 'Niets gevonden in de tekst van uw plannen.'
export const leaveAsk = 'Plan verlaten?'
export const leave = 'Plan verlaten'
export const left = (title: string) => `U doet niet meer mee aan ${title}.`
export const leaveText = <T>(title: T): Sentence<T> => [
  'U kunt ',
  title,
  ' daarna niet meer openen. Wat u schreef en uw akkoorden blijven staan. Terugkomen kan met een nieuwe uitnodiging.',
]
export const removeAsk = 'Plan verwijderen?'
export const remove = 'Plan verwijderen'
export const removed = (title: string) => `${title} is verwijderd.`
export const removeText = <T>(title: T): Sentence<T> => [
  title,
  ' verdwijnt voor alle leden, met alle reacties. U kunt dit niet ongedaan maken.',
]
export const plans = 'Plannen'
export const shown = (count: number, total: number) => `${count} van ${total} plannen`
export const showMore = 'Meer plannen tonen'

export const totalBudget = 'Totaal begroot'
export const moreAbout = (title: string) => `Meer over ${title}`
export const open = 'Openen'
export const membersAndInvites = 'Leden en uitnodigingen'
export const leaveMenu = 'Plan verlaten…'
export const removeMenu = 'Verwijderen…'
export const made = (when: string) => `gemaakt ${when}`
export const changed = (when: string, name: string) => `gewijzigd ${when} door ${name}`

export const copyReasons = {
  'no-access':
    'U heeft geen toegang meer tot dit plan. Wat u nog niet had opgeslagen, staat in de kopie.',
  'plan-not-found': 'Dit plan is verwijderd. Wat u nog niet had opgeslagen, staat in de kopie.',
  'plan-lost':
    'De server heeft dit plan niet meer, doordat Wijktafel is teruggezet. De kopie is wat dit apparaat ervan had.',
  'other-epoch': 'Dit plan is teruggezet naar een eerder moment. Zo zag het er bij u daarvoor uit.',
}
export const copyDownloaded = 'De kopie is gedownload en van dit apparaat verwijderd.'
export const copyUnreadable =
  'De kopie kon niet worden gelezen. Probeer het opnieuw als er verbinding is.'
export const copies = 'Kopieën van uw werk'
export const copyFacts = (reason: string, day: string) =>
  `${reason} Blijft tot ${day} op dit apparaat.`
export const copyDownloadOf = (title: string) => `Kopie downloaden van ${title}`
export const copyDownload = 'Kopie downloaden'
export const copyRemoveOf = (title: string) => `Kopie verwijderen van ${title}`
export const copyRemoveAsk = 'Kopie verwijderen?'
export const copyRemove = 'Kopie verwijderen'
export const copyRemoveText = <T>(title: T): Sentence<T> => [
  'De kopie van ',
  title,
  ' is dan weg. U kunt dit niet ongedaan maken.',
]

export const openThreads = (count: number) => counted(count, 'open reactie', 'open reacties')
export const waiting = (count: number, late: number) => {
  const things = count === 1 ? '1 ding wacht op u' : `${count} dingen wachten op u`
  if (late === 0) return `${things}.`
  return `${things}, ${late === count && count > 1 ? 'alle' : late} te laat.`
}
export const plansLead = (total: number, inApproval: number) => {
  const plans = `${counted(total, 'plan', 'plannen')}.`
  if (inApproval === 0) return plans
  return `${plans} ${counted(inApproval, 'plan ligt', 'plannen liggen')} voor akkoord voor.`
}

export const comingWeeks = 'Komende weken'
export const inOwnCalendar = 'In mijn eigen agenda'

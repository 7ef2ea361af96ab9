import { counted } from '#shared/counted.ts'
import type { Sentence } from './sentence.ts'

// The smaller panels beside a plan.

export const agreed = 'Akkoord'
export const agreedWithRemark = 'Akkoord met opmerking'
export const agreedWithRemarkText = 'U bent akkoord. De opmerking staat erbij.'
export const notAgreed = 'Niet akkoord'
export const notAgreedText = 'Schrijf op waarom. Het plan wordt dan nog niet vastgesteld.'
export const yourAnswer = 'Uw antwoord'
export const chooseAnswer = 'Kies een antwoord.'
export const whyNotAgreed = 'Waarom bent u niet akkoord?'
export const yourRemark = 'Uw opmerking'
export const giveWhyNotAgreed = 'Schrijf op waarom u niet akkoord bent.'
export const giveRemark = 'Schrijf uw opmerking op.'

export const isWrong = 'Dit klopt niet'
export const improveFurther = 'Verder verbeteren'
export const correctedByYou =
  'U verbeterde dit zelf. Dat staat bij uw antwoord; in het plan verandert er niets.'
export const notLinked =
  'U bent niet gekoppeld aan een persoon in deze versie. Wilt u met functie en organisatie tekenen? Kies dan eerst bij Leden wie u in het plan bent, of vraag de coördinator dat te doen.'
export const selfLinked = 'U heeft uzelf aan deze persoon gekoppeld. Dat staat bij uw antwoord.'
export const signingAs = (way: string, button: string) =>
  `Ingelogd: ${way}. Met ‘${button}’ bevestigt u dit.`
export const position = 'Functie'
export const organisation = 'Organisatie'
export const onBehalfOf = 'Namens'
export const mandate = 'Mandaat'
export const noMandate = 'Geen mandaat genoemd'
export const asInPlan = 'Zoals in het plan'

export const inserted = 'Ingevoegd'
export const insertedBefore = '[ingevoegd:'
export const removed = 'Verwijderd'
export const removedBefore = '[verwijderd:'
export const otherLayout = 'Andere opmaak'
export const otherLayoutShown = '[andere opmaak]'

export const changeKinds = {
  added: 'Ingevoegd',
  removed: 'Verwijderd',
  changed: 'Gewijzigd',
  layout: 'Alleen andere opmaak',
  moved: 'Verplaatst',
}
export const movedFromTo = (oldIndex: number, newIndex: number) =>
  `Van plaats ${oldIndex} naar plaats ${newIndex}.`
export const totals = 'Totalen'
export const part = 'Onderdeel'

export const empty = 'Leeg'

export const previousDifference = 'Vorig verschil (Alt+pijl omhoog)'
export const nextDifference = 'Volgend verschil (Alt+pijl omlaag)'
export const differenceOf = (at: number, total: number) => `Verschil ${at} van ${total}`

export const sameParagraphs = (count: number) =>
  `${count} ${count === 1 ? 'alinea' : 'alinea’s'} zonder verschil`

export const consultationTitle = 'Ter consultatie'
export const consultationMore = 'Meer over de consultatie'
export const consultationReplies = 'Wie heeft gereageerd'
export const consultationAsks = <T>(until: T, name: string): Sentence<T> => [
  `${name} vraagt uw reactie. Reageren kan `,
  until,
  '.',
]
export const consultationForOthers = (names: string) => `U reageert ook namens ${names}.`
export const noRemarksNoted = 'Genoteerd: u heeft geen opmerkingen.'
export const answerWithdrawn = 'Uw antwoord is ingetrokken.'
export const noRemarks = 'Geen opmerkingen'
export const hasRemarks = 'Ik heb toch opmerkingen'
export const letOtherReply = 'Iemand anders laten reageren'
export const changeReplacement = 'Vervanger wijzigen'
export const nobodyAsked = 'Er is nog niemand gevraagd'
export const repliesOf = (answered: number, asked: number) =>
  `${answered} van ${asked} ${asked === 1 ? 'persoon heeft' : 'mensen hebben'} gereageerd`
export const repliedForYou = (name: undefined | string) => `${name} heeft namens u gereageerd.`
export const youReplied = 'U heeft gereageerd. U kunt nog reacties toevoegen.'
export const youHadNoRemarks = 'U heeft laten weten dat u geen opmerkingen heeft.'
export const youDidNotReply =
  'U heeft nog niet gereageerd. Plaats een reactie bij een tekst of regel, of laat weten dat u geen opmerkingen heeft.'
export const repliesForYou = (name: string) => `${name} reageert namens u en krijgt de herinnering.`

export const nobodyReplaces = 'Er reageert niemand namens een ander.'
export const replacementSaved = 'De vervanger is opgeslagen.'
export const whoReplacesYou = 'Wie reageert namens u?'
export const whoReplaces = (name: string) => `Wie reageert namens ${name}?`
export const replacementText = (isMe: boolean, name: string) =>
  isMe
    ? 'Deze persoon krijgt de herinnering. Reageert deze persoon, dan telt dat ook voor u.'
    : `Deze persoon krijgt de herinnering. Reageert deze persoon, dan telt dat ook voor ${name}.`
export const replacement = 'Vervanger'
export const nobody = 'Niemand'

export const endedTitle = 'Dit plan is gesloten'
export const endedReason = (reason: string) => `Reden: ${reason}`
export const endedNoMember =
  'U bent geen lid van het plan dat hiervoor in de plaats komt. Vraag de coördinator ernaar.'
export const endedGoOn = <T>(title: T): Sentence<T> => ['Ga verder in ', title, '.']

export const whoIsHereCount = (count: number) =>
  `Wie is er: ${count === 1 ? 'alleen u' : `${count} mensen`}`
export const whoIsHere = 'Wie is er'
export const isIn = (shortTitle: string) => `in ${shortTitle}`
export const announceAll = 'Alles: wie komt, wie gaat, en wie werkt waar ik ben'
export const announceHere = 'Nieuwe mensen, en mensen die werken waar ik ben'
export const announceNone = 'Niets (rustige modus)'
export const announcements = 'Meldingen voor schermlezers'

export const staysSo = 'Blijft zo:'
export const goToPartOf = (message: string) => `Ga naar dit onderdeel: ${message}`
export const goToPart = 'Ga naar dit onderdeel'
export const keepSoOf = (message: string) => `Zo laten, met reden: ${message}`
export const keepSo = 'Zo laten, met reden'
export const withdrawReasonOf = (message: string) => `Reden intrekken: ${message}`
export const withdrawReason = 'Reden intrekken'
export const giveReason = 'Geef een reden.'
export const whyKeepSo = 'Waarom kan dit zo blijven?'
export const reasonIsKept = 'De reden blijft bewaard, met uw naam en de datum.'
export const keepReason = 'Reden bewaren'

export const rulesInOrder = 'Alle regels van het formulier zijn in orde.'

export const requirementsTitle = 'Wat is verplicht, en van wie is die eis?'
export const requirementsLoading = 'Bezig met ophalen van de eisen'
export const ourRequirements = 'Eisen van ons'
export const ourRequirementsText = (canChoose: boolean) =>
  canChoose
    ? 'Deze eisen staan niet in het formulier. U kiest voor dit plan of ze verplicht zijn om in te dienen.'
    : 'Deze eisen staan niet in het formulier. De coördinator kiest of ze verplicht zijn om in te dienen.'
export const otherRequirements = 'Eisen van het formulier en van het indienen'
export const otherRequirementsText = 'Hierover kunt u niet kiezen.'
export const nobodyChose = 'Nog niemand heeft hierover gekozen.'
export const chosenBy = (name: string, when: string) => `Gekozen door ${name}, ${when}.`
export const isRequired = (label: string) => `Verplicht: ${label}`
export const required = (label: string) => `${label}: verplicht`
export const notRequired = (label: string) => `${label}: niet verplicht`

export const sinceTitle = 'Sinds uw laatste bezoek'
export const sinceSeen = 'Gezien'
export const sinceMore = (count: number) => `En nog ${counted(count, 'wijziging', 'wijzigingen')}.`

export const sinceKinds = {
  changed: 'gewijzigd',
  added: 'toegevoegd',
  removed: 'verwijderd',
  moved: 'verplaatst',
  thread: 'nieuwe reactie',
}
export const sinceAmount = (label: string, amountText: string, amountText2: string) =>
  `${label} van ${amountText} naar ${amountText2}`

export const submittedTitle = 'Dit plan is ingediend'
export const presentCorrection = 'Correctie voorleggen'
export const seeDifference = 'Bekijk wat er anders is dan ingediend'
export const submittedEdit =
  'Moet er iets anders bij de ontvanger? Wijzig het plan; daarna kan de coördinator een correctie voorleggen.'
export const submittedPresent =
  'Moet de ontvanger dit krijgen? Leg het voor als correctie: na akkoord van iedereen dient u die in. Alleen voor uzelf bijhouden kan ook: schrijf gewoon door.'
export const submittedAsk =
  'Moet de ontvanger dit krijgen? Vraag de coördinator om een correctie voor te leggen.'

export const hasEnded = (isExpired: boolean, end: { day: string; name: string } | null) => {
  const how = isExpired ? 'Dit plan is vervallen' : 'Dit plan is vervangen door een ander plan'
  return end === null ? `${how}.` : `${how} op ${end.day}, door ${end.name}.`
}
export const endedText =
  'De tekst verandert niet meer. Versies, antwoorden en ingediende bestanden blijven staan.'
export const isYou = (name: string) => `${name} (u)`
export const goToPerson = <T>(hidden: (words: string) => T, name: string): Sentence<T> => [
  'Ga naar',
  hidden(` ${name}`),
]
export const sinceBy = (names: string) => `door ${names}`
export const sinceOf = (names: string) => `van ${names}`
export const sinceEmpty = 'leeg'
export const submittedAndChanged = (day: string) =>
  `Dit plan is op ${day} ingediend en daarna gewijzigd.`
export const submittedAndChanging = (day: string) =>
  `U wijzigt een plan dat op ${day} is ingediend.`
export const submittedText = (version: number, next: string) =>
  `Wat u nu schrijft, komt niet bij de ontvanger: ingediend is versie ${version}, en die versie verandert niet meer. ${next}`

export const neededForAgreement = 'Dit is ook nodig om akkoord te vragen.'

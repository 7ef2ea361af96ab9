import type { Sentence } from './sentence.ts'

// Akkoord: the answers on a version, and what follows from them.

export const isAdopted = (number: number) => `Versie ${number} is vastgesteld.`
export const adoptTitle = (number: number) => `Versie ${number} vaststellen zonder alle akkoorden`
export const adopt = 'Vaststellen'
export const adoptLead = (list: string) =>
  `Nog geen akkoord van: ${list}. Het formulier vraagt niet dat iedereen akkoord is. Dat u zonder hen vaststelt en waarom, blijft zichtbaar bij de antwoorden en in het logboek. Wie niet antwoordt, geeft geen akkoord.`
export const adoptReason = 'Waarom stelt u de versie nu vast?'
export const reasonIsShared = 'Alle leden van het plan kunnen dit lezen.'
export const giveReason = 'Geef een reden.'

export const loadingPlan = 'Bezig met ophalen van het plan'
export const answersUntil = (until: string) => `antwoorden ${until}`
export const loadingAnswers = 'Bezig met ophalen van de antwoorden'
export const title = 'Akkoord op het plan'
export const titleOf = (number: number, standing: string) => `Versie ${number} ${standing}`
export const standings = {
  concept: 'vastgelegd',
  consultation: 'vastgelegd',
  approval: 'ter akkoord',
  adopted: 'vastgesteld',
  submitted: 'ingediend',
  expired: 'vervallen',
  superseded: 'vervangen',
}
export const nextSteps = 'Wat u nu kunt doen'
export const submitCorrection = 'Correctie indienen'
export const submitPlan = 'Plan indienen'
export const adoptMenu = 'Vaststellen zonder alle akkoorden…'
export const changedSince = <T>(
  link: (words: string) => T,
  version: number,
  changes: string,
): Sentence<T> => [
  `Sinds versie ${version} is het plan gewijzigd: ${changes}. `,
  link('Vergelijken'),
]
export const presentCorrection = 'Correctie voorleggen'
export const present = 'Ter akkoord voorleggen'
export const presentNew = 'Nieuwe versie voorleggen'
export const endLead = 'Gaat dit plan niet door?'
export const endSubmitted =
  'Laat het plan vervallen als de aanvraag wordt ingetrokken, of vervang het door een ander plan.'
export const endOther = 'Laat het plan dan vervallen, met een reden.'
export const endMenu = 'Plan beëindigen…'
export const auditLead =
  'Wie wat deed in dit plan, namens wie, wanneer en vanaf waar. Er staan geen woorden uit het plan in. Niemand kan regels wijzigen of wissen.'
export const auditOpen = 'Bekijken en downloaden'

export const answer = 'Antwoord vastleggen'
export const answerFor = (label: string) => `Antwoorden voor ${label}`
export const answerLead = (number: number) =>
  `Uw antwoord gaat over versie ${number} en over geen andere. U kunt het later intrekken; ook dat blijft zichtbaar.`
export const allAgreed = 'Iedereen is akkoord: het plan is vastgesteld.'
export const isAnswered = 'Uw antwoord is vastgelegd.'

export const whoIsReminded = 'Wie u herinnert'
export const whoAnswersNow = 'Wie nu antwoordt'
export const nobodyToRemind =
  'U kunt nu niemand een herinnering sturen. Een mail gaat hooguit één keer per dag naar dezelfde persoon.'
export const nobodyToWrite = 'U hoeft verder niemand een bericht te sturen.'
export const mailGoesTo = (names: string) => `Een mail gaat naar: ${names}.`
export const writeAll =
  'Er gaat geen mail. Stuur deze berichten zelf; bij het inloggen zien zij de vraag ook bij het plan.'
export const writeThese = 'Deze mensen krijgen geen mail. Stuur hun zelf dit bericht.'
export const messageFor = (name: string, seatLabel: string) => `Bericht voor ${name}, ${seatLabel}`

export const choosePerson = 'Kies een persoon'
export const mandateFor = (label: string) => `Mandaat voor ${label}`
export const withdrawMandateOf = (name: string) => `Mandaat van ${name} intrekken`
export const person = 'Persoon'
export const choosePersonError = 'Kies een persoon.'
export const as = 'Als'
export const deputy = 'Plaatsvervanger'
export const representative = 'Vertegenwoordiger'
export const mandateLead =
  'Functie en organisatie komen uit het plan. Koppel deze persoon daarvoor bij Leden aan iemand in het plan; anders wordt alleen de naam vastgelegd.'
export const appoint = 'Aanwijzen'

export const hasExpired = 'Het plan is vervallen.'
export const isReplaced = 'Het plan is vervangen.'
export const endTitle = 'Plan beëindigen'
export const letExpire = 'Laten vervallen'
export const replace = 'Vervangen door een ander plan'
export const endText = (isSubmitted: boolean) =>
  isSubmitted
    ? 'De tekst verandert daarna niet meer, en u kunt dit niet ongedaan maken. Versies, antwoorden en ingediende bestanden blijven staan. Voor deze wijk en periode kan daarna weer een aanvraag worden ingediend. Trek de aanvraag ook zelf in bij de ontvanger.'
    : 'De tekst verandert daarna niet meer, en u kunt dit niet ongedaan maken. Versies, antwoorden en ingediende bestanden blijven staan.'
export const endHow = 'Hoe eindigt dit plan?'
export const expires = 'Het vervalt'
export const expiresWhen = 'Bijvoorbeeld omdat de aanvraag wordt ingetrokken of gecorrigeerd.'
export const isReplacedBy = 'Het wordt vervangen'
export const isReplacedWhen =
  'Een ander plan komt ervoor in de plaats, bijvoorbeeld dat van volgend jaar.'
export const expireReason = 'Waarom vervalt het plan?'
export const remark = 'Toelichting'
export const whichPlan = 'Welk plan komt hiervoor in de plaats?'
export const choosePlan = 'Kies een plan'

export const isPresented = (version: undefined | number, keepsAnswers: boolean) =>
  keepsAnswers
    ? `Versie ${version} is vastgelegd; de akkoorden blijven staan.`
    : `Versie ${version} is vastgelegd en ligt ter akkoord.`
export const presentAndAsk = 'Versie maken en akkoord vragen'
export const presentLead =
  'Het plan wordt vastgelegd zoals het nu is: tekst en bedragen van deze versie veranderen niet meer. U kunt daarna gewoon doorschrijven; dat wordt een volgende versie.'
export const versionName = 'Naam van de versie'
export const answerUntil = 'Antwoorden tot en met'
export const answerUntilHint = 'Niets ingevuld? Dan over twee weken.'

export const checking = 'Bezig met controleren'

export const recallTitle = 'Akkoordronde intrekken'
export const recall = 'Ronde intrekken'
export const isRecalled = (version: number) => `Versie ${version} ligt niet meer ter akkoord.`
export const recallLead = (isCorrection: boolean, version: number) =>
  isCorrection
    ? `Wat eerder is ingediend, geldt weer. Niemand hoeft nog op versie ${version} te antwoorden: de links in de mail hierover werken niet meer. De versie blijft te lezen bij Geschiedenis, en wie al had geantwoord, staat in het logboek. Om verder te gaan legt u een nieuwe versie voor.`
    : `Het plan wordt weer een concept en niemand hoeft nog op versie ${version} te antwoorden: de links in de mail hierover werken niet meer. De versie blijft te lezen bij Geschiedenis, en wie al had geantwoord, staat in het logboek. Om verder te gaan legt u een nieuwe versie voor.`

export const noAnswer = 'Geen antwoord'
export const seeDifference = (text: string) => `Bekijk het verschil: ${text}`
export const deputies = (names: string) => `Plaatsvervanger: ${names}`
export const nobodyHasMandate = 'Nog niemand heeft hier het mandaat.'
export const confirmAgainFor = (version: undefined | number, label: string) =>
  `Opnieuw bevestigen op versie ${version}, voor ${label}`
export const confirmAgain = 'Opnieuw bevestigen'
export const answerShort = 'Antwoorden'
export const withdrawAnswerFor = (label: string) => `Antwoord intrekken, voor ${label}`
export const mandateOf = (label: string) => `Mandaat regelen voor ${label}`
export const mandate = 'Mandaat'
export const confirmAgainAsk = (version: undefined | number) =>
  `Opnieuw bevestigen op versie ${version}?`
export const isConfirmed = (label: string, version: number) =>
  `${label}: bevestigd op versie ${version}.`
export const confirmAgainText = (answer: string, remark: string, version: undefined | number) =>
  remark === ''
    ? `Uw antwoord was: ${answer}. Dat geldt daarna voor versie ${version}.`
    : `Uw antwoord was: ${answer} (‘${remark}’). Dat geldt daarna voor versie ${version}.`
export const withdrawAsk = 'Antwoord intrekken?'
export const withdrawText = (isAdopted: boolean) =>
  isAdopted
    ? 'Uw antwoord telt dan niet meer. Anderen blijven zien dat u het gaf en introk. Het plan is daarna niet meer vastgesteld.'
    : 'Uw antwoord telt dan niet meer. Anderen blijven zien dat u het gaf en introk.'
export const reminded = (when: string) => `herinnerd ${when}`
export const givenOn = (version: number, changes: string) =>
  `gegeven op versie ${version} · ${changes}`
export const givenBeforeSpelling = (version: number) =>
  `gegeven op versie ${version} · daarna is alleen de spelling verbeterd`
export const asDeputy = 'als plaatsvervanger'
export const signedIn = (way: string) => `ingelogd: ${way}`

export const whomYouAsk = 'Aan wie u akkoord vraagt'
export const answersByParty = 'Antwoorden per partij'
export const adoptedWithout = (name: string, when: string, missing: string, reason: string) =>
  `Vastgesteld door ${name}, ${when}, zonder akkoord van: ${missing}. Reden: ${reason}`
export const nobodyNeeded =
  'Bij dit formulier hoeft niemand akkoord te geven, of er staan nog geen partijen in het plan.'
export const sendReminder = 'Herinnering sturen'
export const writeReminder = 'Herinnering schrijven'

export const isSubmitted = (isCorrection: boolean) =>
  isCorrection
    ? 'Vastgelegd: u heeft een correctie ingediend. De bestanden zijn bewaard.'
    : 'Vastgelegd: u heeft ingediend. De bestanden zijn bewaard.'
export const recordSubmission = 'Vastleggen dat u heeft ingediend'
export const submissionLead =
  'Wijktafel legt vast wat u indient, wanneer en aan wie, en bewaart de bestanden zoals ze nu zijn. Versturen doet u zelf: u kunt de bestanden daarna downloaden. Wordt de aanvraag later ingetrokken, dan kunt u het plan laten vervallen.'
export const correctionLead = (version: number, day: string) =>
  `De bestanden zeggen dat dit een correctie is: die vervangt versie ${version}, ingediend op ${day}. Wat toen is ingediend, blijft hier staan.`
export const recipient = 'Aan wie dient u in?'
export const giveRecipient = 'Vul in aan wie u het plan indient.'
export const submittedOn = 'Datum van indienen'
export const submittedOnHint = 'Niets ingevuld? Dan vandaag.'
export const confirmNoOther = 'Geef aan dat er geen andere aanvraag is.'

export const submittedTitle = (isCorrection: boolean, day: string) =>
  `${isCorrection ? 'Correctie ingediend' : 'Ingediend'} op ${day}`
export const submittedFacts = (version: number, recipient: string, name: string) =>
  `Versie ${version}, aan ${recipient}, door ${name}. Dit zijn de bestanden zoals ze zijn ingediend:`
export const fileSize = (fileName: string, kB: number) => `${fileName} (${kB} kB)`
export const fileHash = (sha256: string) => `SHA-256 ${sha256}`

export const thisVersion = 'Deze versie'
export const versionFacts = (
  version: number,
  name: string,
  when: string,
  by: string,
  editorialOf: number | null,
) =>
  editorialOf === null
    ? `Versie ${version}, ${name}. Vastgelegd ${when} door ${by}. Tekst en bedragen kunnen niet meer veranderen.`
    : `Versie ${version}, ${name}. Vastgelegd ${when} door ${by}. Tekst en bedragen kunnen niet meer veranderen. De coördinator gaf aan: alleen de spelling is verbeterd sinds versie ${editorialOf}.`
export const readVersion = (number: number) => `Lees versie ${number}`
export const versionCode = <T>(link: (words: string) => T): Sentence<T> => [
  'Met deze code kan iedereen nagaan of een document deze versie is: ',
  link('controleer een document'),
  '.',
]
export const recallMenu = 'Ronde intrekken…'

export const seatsWithoutPerson = (count: number, labels: string) =>
  `${count === 1 ? 'Voor 1 partij' : `Voor ${count} partijen`} kan nog niemand antwoorden: ${labels}. Zonder hun akkoord wordt het plan niet vastgesteld.`
export const mandateIsWrong = <T>(link: (words: string) => T): Sentence<T> => [
  'Klopt een functie of mandaat niet? Verbeter het bij de personen in het plan, of koppel iemand aan de juiste persoon bij ',
  link('Leden'),
  '.',
]
export const nobodyYet = (names: string) =>
  names === '' ? '△ Nog niemand' : `△ Nog niemand; in het plan staat ${names}`
export const whoAnswersFor = (label: string) => `Wie antwoordt voor ${label}?`
export const whoAnswers = 'Wie antwoordt?'
export const getsMail = 'Krijgt een mail.'
export const getsNoMail = 'Krijgt geen mail: u stuurt zelf een bericht.'

export const onlySpelling = 'Alleen spelling verbeterd'
export const onlySpellingText = (version: number) =>
  `Er is alleen spelling verbeterd sinds versie ${version}. Gegeven akkoorden blijven staan; iedereen ziet dat u dit aangaf.`
export const noOtherApplication = 'Voor deze wijk en periode is er geen andere aanvraag'
export const noOtherApplicationText =
  'Per wijk kan er één aanvraag worden ingediend. Wijktafel ziet alleen de aanvragen die hier zijn gemaakt.'
export const isOtherDistrict = 'Dit is een andere wijk'
export const otherApplication = (facts: string) => `Er is al een aanvraag voor ${facts}`
export const hasMandate = (name: string) => `${name}, heeft het mandaat`
export const isDeputy = (name: string) => `${name}, plaatsvervanger`

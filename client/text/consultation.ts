// Consultatie: asking for comments, and the page behind a read link.

export const endsNow = (until: string) =>
  `Reageren kan nu ${until}. Wie al een mail kreeg, krijgt geen nieuwe.`
export const changeEnd = 'Einddatum wijzigen'
export const closeNow = 'Nu sluiten'
export const closeAsk = 'Consultatie nu sluiten?'
export const closeConsultation = 'Consultatie sluiten'
export const isClosed = 'De consultatie is gesloten. Het plan is weer een concept.'
export const closeText =
  'Het plan wordt weer een concept en leeslinks werken niet meer. Reacties die iemand nu zonder verbinding schrijft, komen nog binnen, met “na sluiting ontvangen” erbij.'

export const giveMoment = 'Vul een bestaande datum en tijd in.'
export const until = 'Reageren kan tot'
export const time = 'Tijd'

export const onlyConcept = (status: string) =>
  `Alleen een concept kan ter consultatie. Dit plan heeft nu de status ${status}.`
export const isOpenMailing = 'Het plan ligt ter consultatie. De mails gaan nu uit.'
export const isOpen = 'Het plan ligt ter consultatie.'
export const open = 'Reacties vragen'
export const openWithoutMail =
  'Deze Wijktafel verstuurt geen mail. Laat de leden dus zelf weten dat u om hun reactie vraagt.'
export const openText =
  'Iedereen die op dit plan mag reageren, krijgt één mail met de einddatum. Wie twee dagen voor het einde niet heeft gereageerd, krijgt een herinnering. Op het gekozen moment sluit de consultatie vanzelf.'
export const message = 'Bericht bij de uitnodiging'
export const messageHint = 'Staat in de mail en boven het plan. Noem geen patiënten of cliënten.'
export const openAlso =
  'De tekst van het plan blijft te wijzigen. Leeslinks laten de tekst zien zoals die nu is.'

export const nobodyAsked = 'U heeft nog niemand gevraagd. Nodig mensen uit bij Leden.'
export const chooseReplacementFor = (name: string) => `Vervanger kiezen voor ${name}`
export const replacement = 'Vervanger'
export const repliedFor = (name: string) => `${name} reageerde namens deze persoon`
export const isReplacedBy = (name: string) => `vervangen door ${name}`
export const getsNoMail = 'krijgt geen mail: laat het zelf weten'
export const hasReplied = 'Heeft gereageerd'
export const noRemarks = 'Geen opmerkingen'
export const notReplied = 'Nog niet gereageerd'

export const title = 'Consultatie'
export const lead = 'U vraagt iedereen die meedoet om te reageren, tot een moment dat u kiest.'
export const loading = 'Bezig met ophalen van de consultatie'
export const none = 'Er loopt geen consultatie op dit plan. De coördinator kan er een beginnen.'
export const openUntil = (until: string) => `Ter consultatie ${until}`
export const openFacts = (name: string, moment: string, replies: string) =>
  `${name} heeft het plan op ${moment} ter consultatie gelegd. ${replies}`
export const replyInPlan =
  'Reageren doet u in het plan zelf, bij de tekst of regel waar het over gaat.'
export const previous = 'Vorige consultatie'
export const closedFacts = (moment: string, replies: string) =>
  `Gesloten op ${moment}. ${replies} Wat daarvoor is geschreven en later binnenkomt, staat bij de reacties als “na sluiting ontvangen”.`
export const replies = (asked: number, answered: number) =>
  `Van de ${asked} gevraagde mensen ${answered === 1 ? 'heeft er 1' : `hebben er ${answered}`} gereageerd.`
export const whoReplied = 'Wie heeft gereageerd'
export const messageForUnmailed = (count: number) => `Bericht voor mensen zonder mail (${count})`
export const readLinks = 'Leeslinks voor uw achterban'

export const notFilled = 'Nog niet ingevuld'
export const table = (label: string) => `Tabel: ${label}`

export const readLinksLead =
  'Met een leeslink leest iemand zonder account de tekst die ter consultatie ligt. Reacties en namen van leden staan er niet bij. De link werkt tot de consultatie sluit en kan eerder worden ingetrokken. Iedereen die de link heeft, kan lezen.'
export const noReadLinks = 'Er zijn nog geen leeslinks.'
export const workingReadLinks = 'Leeslinks die nu werken'
export const readLinkFacts = (name: string, day: string) => `Gemaakt door ${name} op ${day}`
export const readLinkWithdrawOf = (label: string) => `Leeslink intrekken: ${label}`
export const readLinkWithdrawAsk = 'Leeslink intrekken?'
export const readLinkWithdraw = 'Leeslink intrekken'
export const readLinkIsWithdrawn = 'De leeslink is ingetrokken.'
export const readLinkWithdrawText = (label: undefined | string) =>
  `De link voor “${label}” werkt daarna niet meer.`
export const newReadLink = 'Nieuwe leeslink'
export const readLinkFor = 'Voor wie is de link?'
export const readLinkForHint =
  'Bijvoorbeeld: de vier praktijken van Ilse. Zo weet u later welke u kunt intrekken.'
export const readLinkMake = 'Leeslink maken'
export const readLinkIsMade = 'De leeslink is klaar'
export const readLinkMadeText = (until: string) =>
  `De link werkt ${until}. U ziet de link alleen nu. Stuur de link zelf door.`
export const readLink = 'Leeslink'
export const readLinkMakeAnother = 'Nog een leeslink maken'

export const readPage = 'Plan lezen'
export const loadingPlan = 'Bezig met ophalen van het plan'
export const readLead = (moment: string, until: string) =>
  `U leest de tekst zoals die op ${moment} ter consultatie is gelegd. Deze link werkt ${until}. Geef uw reactie aan degene die u de link stuurde.`
export const readLinkEnded = 'Deze leeslink werkt niet meer'
export const readLinkEndedLead = 'De consultatie is gesloten, of de link is ingetrokken.'
export const readLinkEndedText =
  'Wilt u het plan toch lezen? Vraag het degene die u de link stuurde.'

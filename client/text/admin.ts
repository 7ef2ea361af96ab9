import { counted } from '#shared/counted.ts'

// Beheer: the pages of an administrator.

export const people = 'Personen'
export const plans = 'Plannen'
export const thisWijktafel = 'Deze Wijktafel'
export const title = 'Beheer'
export const partsLabel = 'Onderdelen van het beheer'

export const forgetTitle = 'Gegevens verwijderen'
export const forgetLead = (name: string) =>
  `Vroeg ${name} om te worden vergeten? Dan vervangt u hier naam en e-mailadres op elke plek.`
export const forget = (name: string) => `${name} vergeten`
export const forgotten = (pseudonym: string) => `Deze persoon heet nu overal ${pseudonym}.`
export const forgetForGood = 'Definitief vergeten'
export const forgetEverywhere =
  'Naam en e-mailadres worden overal vervangen. Dit is niet terug te draaien.'
export const forgetKeeps = 'Teksten, bedragen, akkoorden en wat is ingediend, blijven staan.'
export const forgetCopies = 'Reservekopieën van voor vandaag hebben de naam nog.'
export const typeToConfirm = (name: string) => `Typ ter bevestiging: ${name}`

export const appointCoordinatorOf = (title: string) => `Coördinator aanwijzen voor ${title}`
export const appointCoordinator = 'Coördinator aanwijzen'
export const isCoordinatorNow = (name: string | undefined) =>
  `${name ?? 'Deze persoon'} is nu coördinator.`
export const coordinatorOf = (title: string) => `Coördinator voor ${title}`
export const makeCoordinator = 'Coördinator maken'
export const appointLead =
  'Dit plan heeft geen coördinator. Kies iemand met een account, liefst een lid van het plan. Die leest en beheert daarna het hele plan. Het staat met uw naam in het logboek. De nieuwe coördinator en de leden zien het bij Voor u.'

export const twoAccounts = 'Twee accounts'
export const mergedWith = (names: string) => `Samengevoegd met dit account: ${names}.`
export const mergeLead = (name: string) =>
  `Heeft ${name} nog een account? Stel voor om ze samen te voegen. Er verandert pas iets als beide accounts het bevestigen.`
export const mergeOpen = 'Samenvoegen met een ander account'
export const mergeConfirmation = (name: string, hasConfirmed: boolean) =>
  `${name}: ${hasConfirmed ? 'heeft bevestigd' : 'moet nog bevestigen'}`
export const mergeProposed = (by: string, closed: string, kept: string, day: string) =>
  `${by} stelde voor om ${closed} samen te voegen met ${kept}, dat blijft. Het voorstel vervalt op ${day}.`
export const mergeLink = (name: string) =>
  `Kan iemand met ${name} niet meer inloggen? Met een inloglink van een coördinator van alle plannen van dat account kan die ook bevestigen. Uw eigen inloglink telt daarvoor niet.`
export const mergeWithdraw = 'Voorstel intrekken'
export const mergeIsProposed = 'Beide accounts zien het voorstel op hun eerste pagina.'
export const mergeTitle = (name: string) => `${name} en een ander account samenvoegen`
export const mergePropose = 'Voorstellen'
export const mergeKeeps = (name: string) =>
  `Het account van ${name} blijft. Het andere sluit, als beide dit bevestigen.`
export const mergeMoves = (name: string) =>
  `Plannen, mandaten, manieren om in te loggen en wat openstaat komen bij ${name}. Wat iemand schreef of ondertekende, houdt de naam van toen.`
export const mergeIsRecorded =
  'Het staat met uw naam in beide accounts, en in het logboek van die plannen.'
export const mergeEmail = 'E-mailadres van het andere account'

export const peopleLead =
  'Dit is iedereen met een account. Kies iemand om te zien hoe die inlogt, of om te helpen.'
export const searchPeople = 'Zoek op het begin van een naam of e-mailadres'
export const administrator = 'Beheerder'
export const loadingPeople = 'Bezig met ophalen van de personen'
export const morePeople = 'Meer personen tonen'
export const plansAndSessions = (plans: number, sessions: number) =>
  `${counted(plans, 'plan', 'plannen')}, ${sessions === 0 ? 'niet ingelogd' : counted(sessions, 'sessie', 'sessies')}`

export const makeLink = 'Inloglink maken'
export const makeLinkShort = 'Link maken'
export const linkLead = (name: string) =>
  `Kan ${name} niet meer inloggen? Geef de link alleen aan ${name} door. Iedereen die de link opent, werkt als ${name}.`
export const linkWorksOnce = 'De link werkt één keer en is een dag geldig.'
export const linkOpens = (name: string) =>
  `De link opent alle plannen van ${name}. Nieuwe plannen maken, uitnodigen, een passkey toevoegen of beheren kan er niet mee.`
export const linkIsShown = (name: string) =>
  `${name} ziet dat u de link gaf, en het staat in het logboek van die plannen en bij elk akkoord.`
export const linkReplaces = (name: string) =>
  `Eerdere doorgegeven links van ${name} stoppen zodra deze is gebruikt.`

export const personLead =
  'U ziet hoe iemand inlogt en van welke plannen iemand lid is. De plannen zelf leest u hier niet.'
export const loadingPerson = 'Bezig met ophalen van deze persoon'
export const noEmail = 'geen'
export const unprovenEmail = (email: string) => `${email} (nog niet bevestigd)`
export const isAdministrator = 'Beheerder van deze Wijktafel'
export const isUser = 'Gebruiker'
export const accountSince = 'Account sinds'
export const wayByMail = 'Met een link per mail, als deze Wijktafel mail verstuurt'
export const wayByPasskey = (name: string, lastUsed: string) =>
  `Met de passkey “${name}”, ${lastUsed}`
export const wayByOrganisation = (host: string, label: string, lastUsed: string) =>
  `Via de organisatie (${host}) als ${label}, ${lastUsed}`
export const waysIn = 'Manieren om in te loggen'
export const noWayIn = 'Geen eigen manier. Deze persoon heeft na het uitloggen een inloglink nodig.'
export const sessionsOf = (name: string) => `Waar ${name} is ingelogd`
export const noSessions = 'Nergens.'
export const signOutElsewhere = 'Op andere apparaten uitloggen'
export const signOutEverywhere = 'Overal uitloggen'
export const signOutPerson = (name: string) => `${name} uitloggen`
export const sessionsEnded = (count: number) => `${counted(count, 'sessie', 'sessies')} beëindigd.`
export const signOutLead =
  'Open plannen sluiten daar binnen een seconde. Wat is opgeslagen, blijft in het plan. Opnieuw inloggen kan op de gewone manier.'
export const noPlans = 'In geen enkel plan.'

export const plansLead =
  'U ziet wie elk plan beheert, hoe groot het is en wanneer eraan is gewerkt. De tekst leest u hier niet.'
export const orphanedPlans = 'Plannen zonder coördinator'
export const loadingPlans = 'Bezig met ophalen van de plannen'
export const morePlans = 'Meer plannen tonen'
export const searchPlans = 'Zoek op naam, wijk of team'
export const showAllPlans = 'Alle plannen tonen'
export const showOrphanedPlans = 'Alleen plannen zonder coördinator'
export const planFacts = (formName: string, members: number, bytes: string, day: string) =>
  `${formName}, ${counted(members, 'lid', 'leden')}, ${bytes}, laatst gewijzigd op ${day}`
export const coordinators = (names: string) => `Coördinator: ${names}`

export const search = 'Zoeken'

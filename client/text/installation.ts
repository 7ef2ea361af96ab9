import { counted } from '#shared/counted.ts'

// Beheer, Deze Wijktafel: for the person who runs the server.

export const installationLead = 'U ziet of deze Wijktafel goed werkt.'
export const loadingState = 'Bezig met ophalen van de stand van zaken'
export const program = 'Programma'
export const version = 'Versie'
export const versionOnNode = (version: string, nodeVersion: string) =>
  `${version}, op Node ${nodeVersion}`
export const database = 'Database'
export const sqlite = 'SQLite'
export const postgresql = 'PostgreSQL'
export const inUse = 'In gebruik'
export const peopleAndPlans = (people: number, plans: number) =>
  `${counted(people, 'persoon', 'personen')} en ${counted(plans, 'plan', 'plannen')}`
export const copies = 'Reservekopieën'
export const copiesOfPostgres =
  'Hier staan de reservekopieën die met de opdracht backup zijn gemaakt of met verify zijn nagekeken, op deze server. Kopieën die PostgreSQL zelf maakt (pg_dump, een archief of een tweede databaseserver) ziet Wijktafel niet. Vraag wie de database beheert hoe oud die zijn, en of ze zijn nagekeken.'
export const noGoodCopy =
  'Er is hier nog geen reservekopie gemaakt die in orde is. In docs/operate.md staat hoe u dat elke nacht laat doen.'
export const newestCopyIsOld = (moment: string) =>
  `De laatste reservekopie die in orde is, is gemaakt ${moment}. Laat er elke nacht één maken.`
export const nothingVerified =
  'Er is hier nog niets nagekeken. Een reservekopie die nooit is nagekeken, kan onbruikbaar zijn.'
export const lastVerified = (moment: string) =>
  `Voor het laatst nagekeken ${moment}, zonder fouten.`
export const verifiedLongAgo = (moment: string) =>
  `Voor het laatst nagekeken ${moment}. Kijk elke maand een reservekopie na met de opdracht verify.`
export const copyMade = (moment: string, file: null | string) =>
  `Reservekopie gemaakt ${moment}: ${file}`
export const copyFailed = (moment: string, file: null | string) =>
  `Reservekopie mislukt ${moment}: ${file}. Kijk wat de opdracht meldde.`
export const thisInstallation = 'deze Wijktafel'
export const copyVerified = (moment: string, file: string) =>
  `Nagekeken ${moment}, zonder fouten: ${file}`
export const copyIsBad = (moment: string, file: string) =>
  `Nagekeken ${moment}, met fouten: ${file}. Bewaar een eerdere reservekopie.`
export const mail = 'Mail'
export const mailWaiting = 'Wacht'
export const mailsWaiting = (count: number, retried: number) =>
  retried === 0
    ? counted(count, 'mail', 'mails')
    : `${counted(count, 'mail', 'mails')}, waarvan ${retried} al eens geweigerd door de mailserver. Kijk in het log.`
export const mailGivenUp = 'Opgegeven'
export const mailFailed = (count: number) =>
  `${counted(count, 'mail', 'mails')} in de laatste 90 dagen`
export const noMail = 'Deze Wijktafel verstuurt geen mail. Met SMTP_URL stelt u een mailserver in.'
export const limits = 'Grenzen'
export const limitsReached = (count: number) =>
  count === 0
    ? 'Sinds de start is geen enkele grens bereikt. In docs/limits.md staat waarom elke grens er is.'
    : `Sinds de start zijn er ${counted(count, 'grens', 'grenzen')} bereikt. In docs/limits.md staat waarom elke grens er is.`
export const reachedLimits = 'Bereikte grenzen'
export const allLimits = (count: number) => `Alle ${count} grenzen`
export const allLimitsTitle = 'Alle grenzen'
export const limitName = 'Naam'
export const limit = 'Grens'
export const limitEffect = 'Wat er dan gebeurt'
export const limitReached = 'Bereikt'
export const nothingRefused = 'Er wordt niets geweigerd: het wacht, wordt korter of gaat in delen.'
export const times = (count: number) => counted(count, 'keer', 'keer')
export const burst = (burst: string, seconds: string) =>
  `${burst} achter elkaar, daarna één per ${seconds} seconden`

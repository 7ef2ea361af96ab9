// Uw gegevens: the page about one's own account.

export const nameAndEmail = 'Naam en e-mailadres'
export const handedSession = (name: string, email: string) =>
  `${name}, ${email}. Log zelf in om dit te wijzigen.`
export const signOutLead =
  'U logt alleen op dit apparaat uit. Doe dit altijd op een computer die anderen ook gebruiken.'
export const saved = 'Uw gegevens zijn opgeslagen.'
export const proveByMail = (email: string) =>
  `Open de link die wij naar ${email} sturen in deze browser. Daarna is dat uw adres.`
export const proveByAdministrator = (email: string) =>
  `Vraag de beheerder om de link voor ${email} en open die in deze browser. Daarna is dat uw adres.`
export const dateInWords = '3 maart 2026'
export const dates = 'Datums'
export const datesLabel = 'Hoe schrijft Wijktafel een datum?'
export const datesScope =
  'Dit geldt voor dit apparaat en wordt meteen bewaard. In een plan en in bestanden blijft het zoals het formulier het vraagt.'
export const announceHere = 'Alleen waar ik bezig ben'
export const announceHereText = 'U hoort wat anderen doen in het onderdeel waar u staat.'
export const announceAllText =
  'U hoort ook wie erbij komt en wat er in andere onderdelen verandert.'
export const announceNone = 'Geen meldingen'
export const announceNoneText =
  'U werkt rustig door. U ziet wijzigingen van anderen wel, maar uw schermlezer leest ze niet voor.'
export const announcements = 'Voorlezen'
export const announcementsLabel = 'Wat leest uw schermlezer voor over het werk van anderen?'
export const announcementsScope = 'Dit geldt voor dit apparaat en wordt meteen bewaard.'

export const calendarWithdrawn = 'Het agenda-adres werkt niet meer.'
export const calendar = 'In uw eigen agenda'
export const calendarLead =
  'Uw agenda kan de data van akkoorden, consultaties, vragen, acties en bijeenkomsten tonen. Maak een adres en voeg het in uw agendaprogramma toe als abonnement.'
export const calendarAddress = 'Agenda-adres'
export const calendarShownOnce =
  'U ziet het adres alleen nu. Geef het aan niemand: iedereen met dit adres ziet deze data.'
export const calendarMade = (day: string) =>
  `U maakte een adres op ${day}. Kwijt? Maak een nieuw: het oude werkt dan niet meer.`
export const calendarMake = 'Agenda-adres maken'
export const calendarMakeAnew = 'Nieuw agenda-adres maken'
export const calendarWithdraw = 'Agenda-adres intrekken'

export const inboxLead =
  'Wat op u wacht, staat op de eerste pagina en bij de bel in een plan. U kiest wat daar komt.'
export const inboxKinds = 'Wat onder Voor u staat'

export const ways = {
  mail: 'met een link uit uw mail',
  passkey: 'met een passkey',
  oidc: 'met uw account van uw organisatie',
  handed: 'met een link die iemand doorgaf',
}
export const wayByHandedLink = (name: string) => `met een link die ${name} doorgaf`
export const signedInSince = (when: string, way: string) => `Ingelogd ${when}, ${way}`
export const sessions = 'Waar u bent ingelogd'
export const loadingSessions = 'Bezig met ophalen waar u bent ingelogd'
export const thisDevice = (session: string) => `${session} (dit apparaat)`
export const signOutThereOf = (session: string) => `Daar uitloggen: ${session}`
export const signOutThere = 'Daar uitloggen'
export const signOutThereLead =
  'Na uitloggen sluit daar elk open plan binnen een seconde. Wat al is opgeslagen, blijft in het plan.'
export const ownData = 'Wat wij van u bewaren'
export const ownDataKept =
  'Uw naam en e-mailadres, in welke plannen u zit, uw reacties en akkoorden, wanneer u waaraan werkte, en vanaf welk netwerkadres u iets deed. Wat u in een plan schreef, hoort bij dat plan.'
export const ownDataLead =
  'U kunt dit alles downloaden. Wilt u dat uw gegevens worden verwijderd? Vraag dat aan de beheerder. Uw naam wordt dan overal vervangen; akkoorden die u gaf en bedragen blijven staan.'
export const ownDataDownload = 'Mijn gegevens downloaden'
export const signedOutThere = 'Daar bent u uitgelogd.'
export const signOutFailed = (message: string) => `Uitloggen is niet gelukt. ${message}`
export const fileNotMade = (message: string) => `Het bestand is niet gemaakt. ${message}`

export const theme = 'Licht of donker'
export const themeLabel = 'Hoe wilt u Wijktafel zien?'
export const themeScope = 'Dit geldt voor dit apparaat. Een plan op papier is altijd licht.'
export const themeDevice = 'Zoals het apparaat'
export const themeLight = 'Licht'
export const themeDark = 'Donker'

// Building blocks: dialogs, fields, states of loading and failing, the frame of a page.

export const seen = 'Gezien'
export const accountMerged = (when: string, name: string, by: string) =>
  `Uw account is ${when} samengevoegd met uw andere account, ${name}. ${by} stelde dat voor. Wilde u dat niet? Vraag het ${by}.`

export const looksLikeBsn = 'Dit lijkt op een BSN'

export const giveReason = 'Geef een reden op.'
export const isNoBsnOf = (about: string) => `Het is geen BSN: ${about}`
export const isNoBsn = 'Het is geen BSN'
export const whyNoBsn = 'Waarom is het geen BSN?'
export const goOn = 'Doorgaan'
export const back = 'Terug'

export const correctionLabels = {
  approval: 'Correctie ter akkoord',
  adopted: 'Correctie vastgesteld',
}
export const submittedThenChanged = 'Ingediend, daarna gewijzigd'

export const copyWithKeys = (selected: string) => `${selected} Kopieer met Ctrl+C.`

export const copyLink = 'Link kopiëren'
export const linkIsCopied = 'De link is gekopieerd.'
export const linkIsSelected = 'De link is geselecteerd.'

export const copyMessageOf = (label: string) => `Bericht kopiëren: ${label}`
export const copyMessage = 'Bericht kopiëren'
export const messageIsCopied = 'Het bericht is gekopieerd.'
export const messageIsSelected = 'Het bericht is geselecteerd.'
export const openInMail = 'In uw mailprogramma openen'

export const failedTryAgain = 'Dit is niet gelukt. Probeer het opnieuw.'

export const tryAgainSentence = 'Probeer het opnieuw.'
export const fileIsMade = 'Het bestand wordt gemaakt…'
export const fileIsReady = (fileName: string) => `Klaar: ${fileName} staat bij uw downloads.`
export const fileIsStopped = 'Gestopt. Er is niets gedownload.'

export const wentWrong = 'Er ging iets mis'

export const tryAgain = 'Opnieuw proberen'
export const noConnection = 'Geen verbinding'
export const noAccess = 'U heeft hier geen toegang'
export const notFound = 'Niet gevonden'
export const failed = 'Dit is niet gelukt'
export const screenFailed =
  'Dit scherm kon niet worden getoond. Uw plannen zijn niet veranderd. Probeer het opnieuw; blijft het misgaan, waarschuw dan de beheerder.'

export const optional = '(niet verplicht)'
export const errorMark = 'Fout:'

export const notAllFilledIn = 'Nog niet alles is goed ingevuld'
export const requiredNote = 'Vul alles in. Wat u mag overslaan, heeft “niet verplicht” erbij staan.'

export const linkFor = (name: string) => `Inloglink voor ${name}`
export const linkText = (name: string, until: string) =>
  `Geef deze link alleen aan ${name}. De link werkt één keer, ${until}. U ziet de link alleen nu.`
export const link = 'Inloglink'

export const loading = 'Bezig met laden'

export const notSignedIn = 'U bent niet ingelogd'

export const pageTitle = (title: string) => `${title} · Wijktafel`

export const yourName = 'Uw naam'

export const offlineShown = 'Geen verbinding. U ziet wat het laatst is geladen.'
export const refreshFailed = (message: string) => `Vernieuwen is niet gelukt. ${message}`

export const handedSession = (giver: string, reachesPlansOfGiver: boolean) =>
  reachesPlansOfGiver
    ? `U bent ingelogd met een link die ${giver} doorgaf. U opent hiermee de plannen waarvan ${giver} coördinator is. Nieuwe plannen maken, uitnodigen en uw gegevens wijzigen kan alleen als u zelf inlogt.`
    : `U bent ingelogd met een link die ${giver} doorgaf. U opent hiermee uw plannen. Nieuwe plannen maken, uitnodigen en uw gegevens wijzigen kan alleen als u zelf inlogt.`
export const yourAccount = 'Uw account'
export const accountOf = (name: string) => `Account van ${name}`
export const mailSettings = 'Mail over plannen'
export const administration = 'Beheer'

export const cannotComeBack = 'U kunt straks niet zelf terugkomen'
export const signOutAnyway = 'Toch uitloggen'
export const cannotComeBackText =
  'Deze Wijktafel verstuurt geen mail en u heeft nog geen passkey. Na het uitloggen heeft u een link nodig van de coördinator van uw plan of van de beheerder.'
export const passkeyHint = 'Een passkey maakt u bij “Uw gegevens”, in één minuut.'

export const messages = 'Meldingen'
export const closeMessage = 'Melding sluiten'

export const updateTexts = {
  waiting: 'Er is een nieuwe versie.',
  saving: 'Uw werk wordt eerst opgeslagen.',
  blocked: 'Nog niet alles is opgeslagen. Vernieuw zodra er weer verbinding is.',
}
export const refresh = 'Vernieuwen'

export const signedInWithLink = (by: string, planTitle: string | null, when: string) =>
  planTitle === null
    ? `Er is als u ingelogd met een link die ${by} doorgaf: ${when}. Was u dat niet? Vraag het ${by}.`
    : `Er is als u ingelogd met een link die ${by} doorgaf voor ${planTitle}: ${when}. Was u dat niet? Vraag het ${by}.`

/** After the words of a button, for a screen reader. */
export const busy = ', bezig'

/** The name of the product, in every language. */
export const product = 'Wijktafel'

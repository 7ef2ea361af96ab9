import type { Sentence } from './sentence.ts'

// The ways to sign in, and the answer to an invitation.

export const organisationLinked = 'Uw organisatie-account is gekoppeld.'
export const signingIn = 'Bezig met inloggen'
export const unknownAccount = 'Uw organisatie-account is hier nog niet bekend'
export const organisationFailed = 'Inloggen via uw organisatie is niet gelukt'
export const unknownAccountText =
  'Kreeg u een uitnodiging? Open die, en kies daar om met uw organisatie mee te doen. Had u al een account? Log dan in zoals u gewend bent en koppel uw organisatie-account bij “Uw gegevens”.'
export const organisationAgain = (name: string) => `Opnieuw: inloggen met ${name}`
export const toAccount = 'Naar “Uw gegevens”'
export const otherWay = 'Op een andere manier inloggen'

export const passkeySignIn = 'Inloggen met een passkey'
export const passkeySignInHint = 'Met uw gezicht, vinger of de pincode van dit apparaat.'

export const opening = 'Bezig met openen'
export const comeBack = 'Hoe komt u straks terug?'
export const comeBackLead =
  'Met een passkey logt u de volgende keer in met uw vingerafdruk, gezicht of pincode.'
export const withoutPasskey = 'Zonder passkey vraagt u steeds een inloglink aan met uw e-mailadres.'
export const withoutPasskeyAndMail =
  'Deze Wijktafel verstuurt geen mail. Zonder passkey heeft u steeds een link nodig van uw coördinator of de beheerder.'
export const passkeyMake = 'Passkey maken'
export const notNow = 'Nu niet'
export const sharedComputer =
  'Gebruiken anderen deze computer ook? Kies dan “Nu niet”. Maak later een passkey op uw eigen telefoon of computer, bij “Uw gegevens”.'

export const or = 'of'

export const signInFirst = 'Eerst inloggen'
export const emailForLater =
  'Hiermee kunt u later opnieuw inloggen. Een wachtwoord heeft u niet nodig.'
export const emailOfInvite = 'De uitnodiging is voor dit adres. Een wachtwoord heeft u niet nodig.'
export const join = 'Meedoen'
export const joinAs = (name: string) => `Meedoen als ${name}`
export const notYou = <T>(button: (words: string) => T, name: string): Sentence<T> => [
  `Bent u niet ${name}? `,
  button('Uitloggen'),
]

export const invite = 'Uitnodiging'
export const loadingInvite = 'Bezig met ophalen van de uitnodiging'
export const joinPlan = (planTitle: string) => `Meedoen aan ${planTitle}`
export const invitedBy = (name: string) => `${name} nodigt u uit.`
export const yourRole = 'Uw rol'
export const youSee = 'U ziet'
export const partOfPlan = (sections: string) => `Een deel van het plan: ${sections}`
export const validUntil = 'Geldig tot'
export const joinVia = (organisation: string) => `Meedoen via ${organisation}`
export const noPatients = 'In een plan staan geen gegevens van patiënten of cliënten.'
export const inviteEnded = 'Deze uitnodiging werkt niet meer'
export const inviteEndedLead =
  'De link is verlopen, al gebruikt of ingetrokken. Een link is steeds voor één persoon.'
export const askNewInvite = 'Vraag de persoon die u heeft uitgenodigd om een nieuwe link.'
export const joinedBefore = 'Deed u al mee? Dan heeft u geen uitnodiging meer nodig.'

export const emailHint = 'Het adres waarop u bent uitgenodigd.'
export const sendLink = 'Stuur mij een inloglink'
export const askLink = 'Inloglink vragen aan uw coördinator'
export const lookInMail = 'Kijk in uw mail'
export const askCoordinator = 'Vraag uw coördinator om een link'
export const linkIsSent = <T>(email: T): Sentence<T> => [
  'Is ',
  email,
  ' bij ons bekend, dan heeft u binnen een paar minuten een mail met een inloglink.',
]
export const nothingReceived =
  'Niets gekregen? Kijk bij de ongewenste mail, of vraag de coördinator van uw plan met welk adres u bent uitgenodigd.'
export const coordinatorGivesLink =
  'Deze Wijktafel verstuurt geen mail. De coördinator van uw plan kan u meteen een inloglink geven: in het plan bij Leden, met ‘Inloglink maken’ in het menu achter uw naam. De link werkt één keer, en u logt ermee in op dit apparaat.'
export const messageToCoordinator = 'Bericht aan de coördinator'
export const onlyCoordinator =
  'Bent u de enige coördinator? Dan kan de beheerder van deze Wijktafel u een link geven.'
export const otherEmail = 'Ander e-mailadres gebruiken'

export const lead = 'Zonder wachtwoord, op de manier die u het liefst heeft.'
export const connectionTest = <T>(link: (words: string) => T): Sentence<T> => [
  'Werkt Wijktafel hier niet goed? Doe de ',
  link('verbindingstest'),
  '.',
]
export const isSignedIn = 'U bent ingelogd'
export const workingAs = (name: string) => `U werkt als ${name}.`
export const signInWith = (organisation: string) => `Inloggen met ${organisation}`
export const noSuccess =
  'Lukt het niet? De coördinator van uw plan kan u meteen een inloglink geven.'

export const linkEnded = 'Deze link werkt niet meer'
export const linkEndedLead =
  'De inloglink is verlopen, al een keer gebruikt of door een nieuwere vervangen. Kreeg u de link van uw coördinator of de beheerder? Vraag dan een nieuwe. Anders logt u hieronder in.'
export const linkEndedSignedIn = (name: string) =>
  `De inloglink is verlopen of al gebruikt. Dat geeft niet: u bent al ingelogd, als ${name}.`
export const signInForAddress = 'Log eerst in om uw nieuwe adres te bevestigen'
export const signInForAddressLead =
  'Deze link bevestigt een nieuw e-mailadres. Dat kan in de browser waarin u bent ingelogd: open de link daar. Of log hier in op uw oude manier en open de link daarna opnieuw.'
export const linkTitle = 'Inloggen bij Wijktafel'
export const linkLead =
  'Deze link is persoonlijk en werkt één keer. Na het inloggen blijft u op dit apparaat ingelogd.'
export const welcomeBack = 'Welkom terug'
export const signInAgain = (name: string) =>
  `U bent nu ingelogd als ${name}. Met deze link logt u opnieuw in.`
export const linkWorksOnce = (until: string) => `De link werkt één keer, ${until}.`
export const linkReplacesEarlier = 'Eerdere doorgegeven links van u werken daarna niet meer.'
export const linkIsRecorded = 'In het plan staat dat u met een doorgegeven link bent ingelogd.'
export const signInAs = (name: string) => `Inloggen als ${name}`
export const isNotYou = (name: string, by: string) =>
  `Bent u niet ${name}? Sluit deze pagina dan en vertel het ${by}.`
export const signOutAfter =
  'Werkt u op een computer die anderen ook gebruiken? Log dan uit als u klaar bent.'
export const linkFromAdministrator = (by: string) =>
  `${by}, beheerder van Wijktafel, gaf u deze inloglink.`
export const linkFromCoordinator = (by: string, planTitle: string) =>
  `${by}, coördinator van ${planTitle}, gaf u deze inloglink.`

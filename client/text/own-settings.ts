import type { Sentence } from './sentence.ts'

// Settings and questions of one’s own account that are part of the first load: mail, name, two accounts.

export const mailDirect = 'Direct'
export const mailDirectText =
  'Meteen als iemand u noemt of uw discipline iets vraagt. Het andere nieuws één keer per dag, ’s ochtends.'
export const mailDaily = 'Dagelijks'
export const mailDailyText = 'Al het nieuws in één mail per dag, ’s ochtends.'
export const mailWeekly = 'Wekelijks'
export const mailWeeklyText = 'Al het nieuws in één mail per week, op maandagochtend.'
export const mailNever = 'Geen'
export const mailNeverText =
  'Geen mail over plannen, ook niet als een plan ter consultatie gaat. In Wijktafel zelf ziet u alles.'
export const mailSignIn = 'Log in om te kiezen hoe vaak u mail krijgt. Daarna komt u hier terug.'
export const mailTitle = 'Mail over plannen'
export const mailLead =
  'Wat u al in Wijktafel heeft gelezen, mailen we niet. Wat u zelf schrijft ook niet.'
export const mailRhythm = 'Hoe vaak'
export const mailIsOff =
  'Deze Wijktafel verstuurt nu geen mail. Uw keuze blijft bewaard en geldt zodra dat wel kan.'
export const mailRhythmLabel = 'Hoe vaak wilt u mail over uw plannen?'
export const mailRhythmScope =
  'Dit geldt voor al uw plannen en wordt meteen bewaard. Inloglinks en uitnodigingen krijgt u altijd. De vraag om te reageren in een consultatie komt apart.'
export const mailSaved = 'Uw keuze is bewaard.'
export const mailNotSaved = (message: string) => `Bewaren is niet gelukt. ${message}`

export const mergedHere = 'Uw accounts zijn samengevoegd. Alles staat nu in dit account.'
export const mergedThere = (name: string) =>
  `Uw accounts zijn samengevoegd. Log voortaan in met het account van ${name}.`
export const mergeTitle = 'Heeft u twee accounts?'
export const mergeLead = <T>(
  other: T,
  by: string,
  otherEmail: string,
  isKept: boolean,
  kept: string,
): Sentence<T> => [
  `${by}, beheerder, denkt dat dit account en dat van `,
  other,
  ` (${otherEmail}) allebei van u zijn, en stelt voor om er één van te maken. ${isKept ? 'Dit account blijft.' : `Het account van ${kept} blijft.`}`,
]
export const mergeConfirmedHere = (name: string, until: string) =>
  `U heeft dit hier bevestigd. Log nu in met het account van ${name} en bevestig het daar ook. Dat kan ${until}. Lukt inloggen daar niet? Vraag een inloglink aan een coördinator van alle plannen van dat account.`
export const mergeConfirmedThere = (name: string) =>
  `Met het account van ${name} is het al bevestigd. Bevestigt u het hier ook, dan gebeurt het meteen.`
export const mergeConfirmBoth = (until: string) =>
  `Bevestig het met beide accounts. Dat kan ${until}. Tot dan verandert er niets.`
export const mergeConfirm = 'Ja, beide zijn van mij'
export const mergeWithdraw = 'Toch niet samenvoegen'
export const mergeIsNotMe = 'Dit ben ik niet'
export const mergeAsk = 'Accounts samenvoegen?'
export const mergeMoves = (closed: string, kept: string) =>
  `De plannen van ${closed} komen bij ${kept}. Bent u met beide lid van een plan, dan geldt de sterkste rol, met de onderdelen die daarbij horen.`
export const mergeMovesWaysIn = (closed: string, kept: string) =>
  `Passkeys, het organisatie-account en het bevestigde e-mailadres van ${closed} openen daarna het account van ${kept}.`
export const mergeKeeps =
  'Wat u met elk account schreef of ondertekende, blijft staan met de naam van toen.'
export const mergeCloses = (name: string) =>
  `Het account van ${name} sluit en logt overal uit. Dit is niet terug te draaien.`
export const mergeRefuseAsk = 'Niet samenvoegen?'
export const mergeRefuse = 'Niet samenvoegen'
export const mergeRefused = 'Het voorstel vervalt. Beide accounts blijven zoals ze zijn.'

export const welcome = 'Welkom bij Wijktafel'
export const welcomeLead = 'Wie bent u? Daarna kunt u meteen beginnen.'
export const begin = 'Beginnen'

export const nameHint = 'Uw collega’s zien deze naam bij wat u schrijft.'
export const emailHint = 'Hierop krijgt u een nieuwe inloglink als u die aanvraagt.'

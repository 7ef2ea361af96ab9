import { agreementRefusals } from './agreement/refusals.ts'
import type { ErrorRow } from './error-row.ts'
import { limitErrors } from './limits/errors.ts'
import { signInRefusals } from './sign-in-refusals.ts'

/**
 * The one error table: every refusal of the REST interface and of the websocket has its code, status and Dutch sentence
 * with the next step here, so that a user never meets a bare "something went wrong" and a client never parses prose.
 */

const table = {
  ...signInRefusals,
  ...agreementRefusals,
  'bad-request': {
    status: 400,
    text: 'Deze aanvraag klopt niet. Controleer wat u heeft ingevuld en probeer het opnieuw.',
  },
  'bad-frame': {
    status: 400,
    close: 4400,
    text: 'De verbinding gaf onleesbare gegevens door en is gesloten. Laad de pagina opnieuw.',
  },
  'unsubscribe-invalid': {
    status: 410,
    text: 'Deze afmeldlink klopt niet. Log in en kies bij “Mail over plannen” hoe vaak u mail krijgt.',
  },
  'foreign-origin': {
    status: 403,
    text: 'Deze aanvraag komt van een andere website en is daarom geweigerd.',
  },
  'no-access': {
    status: 403,
    close: 4403,
    text: 'U heeft geen toegang tot dit plan, of uw rechten zijn gewijzigd. Vraag de coördinator van het plan.',
  },
  'read-only': {
    status: 403,
    close: 4403,
    text: 'U kunt dit plan lezen, maar niet wijzigen. Vraag de coördinator om u kernteamlid te maken.',
  },
  'parts-only': {
    status: 403,
    close: 4403,
    text: 'U bent uitgenodigd voor een deel van dit plan, en dit hoort bij de rest. Vraag de coördinator als u meer nodig heeft.',
  },
  'comment-not-allowed': {
    status: 403,
    text: 'U kunt dit plan lezen, maar er niet op reageren. Vraag de coördinator om u wijkpartner te maken.',
  },
  'comments-hidden': {
    status: 403,
    text: 'De reacties op dit plan zijn niet zichtbaar voor lezers. Vraag de coördinator of u ze mag lezen.',
  },
  'not-yours': {
    status: 403,
    text: 'Dit kan alleen wie het schreef. Vraag die persoon, of reageer zelf.',
  },
  'resolve-not-allowed': {
    status: 403,
    text: 'Afhandelen kan wie de vraag stelde, een kernteamlid of de coördinator. Vraag een van hen.',
  },
  'not-found': { status: 404, text: 'Deze pagina of dit adres bestaat niet.' },
  'plan-not-found': {
    status: 404,
    close: 4404,
    text: 'Dit plan bestaat niet of is verwijderd. Ga terug naar uw plannen.',
  },
  'member-not-found': { status: 404, text: 'Deze persoon is geen lid (meer) van het plan.' },
  'thread-not-found': {
    status: 404,
    text: 'Deze reactie is verwijderd. Kopieer wat u schreef als u het wilt bewaren, en begin een nieuwe reactie.',
  },
  'version-not-found': {
    status: 404,
    text: 'Deze versie bestaat niet of het plan is verwijderd. Open het plan en kies een versie bij Geschiedenis.',
  },
  'day-not-kept': {
    status: 404,
    text: 'Van deze dag is niet bewaard hoe het plan er toen voor stond. Kies bij Geschiedenis een andere dag of een versie.',
  },
  'formats-differ': {
    status: 409,
    text: 'Deze versies volgen niet hetzelfde formulier en zijn daarom niet te vergelijken. Bekijk ze los van elkaar.',
  },
  'version-replaced': {
    status: 409,
    text: 'Er ligt inmiddels een nieuwere versie ter akkoord. Bekijk het verschil en antwoord op die versie.',
  },
  'already-applied': {
    status: 409,
    text: 'Er is al een aanvraag ingediend voor deze wijk en periode. Per wijk kan er één worden ingediend: neem contact op met die aanvrager.',
  },
  'mark-unknown': {
    status: 404,
    text: 'Deze code of dit bestand hoort niet bij een versie die hier is voorgelegd. Controleer de code, of kies het bestand precies zoals u het kreeg.',
  },
  'finding-gone': {
    status: 409,
    text: 'Dit punt staat niet meer in het plan: iemand heeft het net opgelost of gewijzigd. Bekijk de lijst opnieuw.',
  },
  'not-overrulable': {
    status: 409,
    text: 'Dit punt moet eerst worden opgelost. Een reden alleen is hier niet genoeg.',
  },
  'not-in-this-status': {
    status: 409,
    text: 'Dat kan niet in de status die het plan nu heeft. Laad de pagina opnieuw en bekijk de status.',
  },
  'plan-ended': {
    status: 409,
    text: 'Dit plan is vervallen of opgevolgd en verandert niet meer. Maak een nieuw plan.',
  },
  'successor-unfit': {
    status: 422,
    text: 'Dat plan kan dit plan niet opvolgen. Kies een ander plan waar u lid van bent en dat nog niet is vervallen of opgevolgd.',
  },
  'already-submitted': {
    status: 409,
    text: 'Dit plan is al ingediend. Wat is ingediend verandert niet meer.',
  },
  'not-presented': {
    status: 409,
    text: 'Er ligt nu geen versie ter akkoord. Vraag de coördinator om een versie voor te leggen.',
  },
  'not-agreed': {
    status: 409,
    text: 'Nog niet iedereen is akkoord met deze versie. Bekijk bij Akkoord op wie het wacht.',
  },
  'not-adopted': {
    status: 409,
    text: 'Dit plan is nog niet vastgesteld. Vraag eerst akkoord op deze versie.',
  },
  'not-ready': {
    status: 409,
    text: 'Het plan is nog niet klaar om in te dienen. Kijk bij Controleer voor indienen wat er nog moet gebeuren.',
  },
  'target-unknown': {
    status: 422,
    text: 'Dit onderdeel kent het formulier van dit plan niet. Laad de pagina opnieuw; kopieer eerst wat u schreef.',
  },
  'target-gone': {
    status: 409,
    text: 'Dit onderdeel is net verwijderd. Uw tekst staat nog in het vak: plaats de reactie bij een ander onderdeel.',
  },
  'already-sent': {
    status: 409,
    text: 'Deze reactie is al op een andere plaats verstuurd. Kopieer de tekst en plaats hem als nieuwe reactie.',
  },
  'bsn-found': {
    status: 422,
    text: 'Dit lijkt op een BSN. Een BSN mag niet in een wijkplan. Haal het nummer weg, of geef aan waarom het geen BSN is.',
  },
  'bsn-waiting': {
    status: 409,
    text: 'In het plan staat iets dat op een BSN lijkt. Zolang dat zo is, gaat het plan niet naar buiten. Haal het nummer weg, of geef in het plan bij “Controleer voor indienen” aan waarom het geen BSN is.',
  },
  'format-unknown': {
    status: 422,
    text: 'Dit formulier kent Wijktafel niet. Kies een van de formulieren uit de lijst.',
  },
  'invalid-values': {
    status: 422,
    text: 'Niet alles is goed ingevuld. Kijk bij de aangegeven velden.',
  },
  'no-consultation': {
    status: 409,
    text: 'Er loopt geen consultatie (meer) op dit plan. Laad de pagina opnieuw.',
  },
  'read-link-invalid': {
    status: 410,
    text: 'Deze leeslink is verlopen of ingetrokken. Vraag degene die u de link stuurde.',
  },
  'last-coordinator': {
    status: 409,
    text: 'Een plan heeft altijd een coördinator. Maak eerst iemand anders coördinator.',
  },
  'already-member': { status: 409, text: 'Deze persoon is al lid van het plan.' },
  'other-epoch': {
    status: 409,
    close: 4409,
    text: 'Dit plan is teruggezet uit een reservekopie. Bewaar uw werk als kopie en laad de pagina opnieuw.',
  },
  'client-too-old': {
    status: 409,
    close: 4410,
    text: 'Er is een nieuwe versie van Wijktafel. Laad de pagina opnieuw om verder te werken.',
  },
  behind: {
    status: 409,
    text: 'De server heeft uw laatste wijziging nog niet. Wacht tot er Opgeslagen staat en probeer het opnieuw.',
  },
  'too-large': {
    status: 413,
    close: 4413,
    text: 'Dit is te groot om in één keer op te slaan. Deel het op in kleinere stukken.',
  },
  'plan-full': {
    status: 413,
    close: 4413,
    text: 'Dit plan is zo groot als het kan worden: er kan niets meer bij. Haal eerst tekst weg, of neem een nieuw plan.',
  },
  'too-many': {
    status: 429,
    close: 4529,
    text: 'Te veel aanvragen achter elkaar. Wacht een minuut en probeer het opnieuw.',
  },
  ...limitErrors,
  'export-failed': {
    status: 500,
    text: 'Dit bestand kon niet worden gemaakt. Probeer het opnieuw of kies een ander soort bestand; blijft het misgaan, waarschuw dan de beheerder.',
  },
  'files-busy': {
    status: 503,
    text: 'Er worden nu heel veel bestanden tegelijk gemaakt. Wacht een minuut en probeer het opnieuw.',
  },
  'files-waiting': {
    status: 429,
    text: 'Er wachten al drie bestanden voor u. Wacht tot die klaar zijn, of stop er een, en probeer het opnieuw.',
  },
  'file-too-slow': {
    status: 503,
    text: 'Dit bestand maken duurde te lang en is gestopt. Kies een ander soort bestand (CSV gaat het snelst), of probeer het later opnieuw.',
  },
  'file-too-heavy': {
    status: 413,
    text: 'Dit plan is te groot voor dit soort bestand. Kies CSV voor de tabellen, of Markdown voor de tekst.',
  },
  'import-empty': { status: 422, text: 'Dit bestand is leeg. Kies het bestand opnieuw.' },
  'import-too-large': {
    status: 413,
    text: 'Dit bestand is groter dan 10 MB. Haal afbeeldingen en bijlagen eruit, sla het opnieuw op en probeer het nog eens.',
  },
  'import-wrong-type': {
    status: 415,
    text: 'Dit is van binnen geen Word-, Excel- of csv-bestand, hoe het ook heet. Sla het op als .docx, .xlsx of .csv en probeer het opnieuw.',
  },
  'import-old-or-locked': {
    status: 415,
    text: 'Dit bestand is van een oude soort (.doc of .xls) of heeft een wachtwoord. Sla het zonder wachtwoord op als .docx of .xlsx.',
  },
  'import-locked': {
    status: 415,
    text: 'Dit bestand heeft een wachtwoord. Sla het zonder wachtwoord op en probeer het opnieuw.',
  },
  'import-macros': {
    status: 422,
    text: 'In dit bestand zitten macro’s. Wij openen het niet. Sla het op als gewoon document (.docx of .xlsx, zonder macro’s) en probeer het opnieuw.',
  },
  'import-external': {
    status: 422,
    text: 'Een deel van dit bestand staat ergens anders: er zijn koppelingen naar andere bestanden. Verbreek de koppelingen in Word of Excel (Bestand, Info, Koppelingen bewerken), sla het op en probeer het opnieuw.',
  },
  'import-unpacks-too-large': {
    status: 422,
    text: 'Dit bestand wordt bij het openen veel te groot. Wij openen het niet. Kopieer wat u nodig heeft naar een nieuw document.',
  },
  'import-broken': {
    status: 422,
    text: 'Dit bestand is beschadigd en niet te lezen. Open het in Word, Excel of LibreOffice, sla het opnieuw op en probeer het nog eens.',
  },
  'import-too-heavy': {
    status: 422,
    text: 'Dit bestand is te ingewikkeld om te lezen. Deel het op, of kopieer wat u nodig heeft naar een nieuw document.',
  },
  'import-unrecognized': {
    status: 422,
    text: 'In dit bestand herkennen wij niets van het formulier: geen koppen, geen vragen en geen tabel. Controleer of u het goede bestand koos.',
  },
  'import-no-form': {
    status: 422,
    text: 'Een nieuw plan begint met een ingevuld formulier in Word (.docx). Een begroting uit Excel of csv importeert u in een plan dat er al is.',
  },
  'pdf-unavailable': {
    status: 501,
    text: 'Deze server kan geen pdf maken. Kies Word of OpenDocument, of vraag de beheerder ernaar.',
  },
  'plan-unreadable': {
    status: 500,
    close: 4503,
    text: 'Dit plan kan nu niet worden geopend. Er is niets gewist. Waarschuw de beheerder.',
  },
  internal: {
    status: 500,
    text: 'Er ging iets mis op de server. Probeer het opnieuw; blijft het misgaan, waarschuw dan de beheerder.',
  },
  unavailable: {
    status: 503,
    close: 4503,
    text: 'De server kan nu niet opslaan. Uw tekst blijft op dit apparaat en wordt vanzelf verstuurd.',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof table
export const errorTable: Readonly<Record<ErrorCode, ErrorRow>> = table
export const errorCodes = Object.keys(table) as ErrorCode[]

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(table, value)
}

export type FieldError = { path: string; message: string }

/** An expected refusal. Anything else that is thrown becomes `internal` and is logged. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  /** Which inputs are wrong, for a form's error summary. */
  readonly fields: readonly FieldError[]
  /** A sentence about this one refusal, after that of the table: a date, whom to call. */
  readonly detail: string | undefined
  constructor(
    code: ErrorCode,
    options: { fields?: readonly FieldError[]; detail?: string | undefined; cause?: unknown } = {},
  ) {
    super(
      options.detail === undefined
        ? errorTable[code].text
        : `${errorTable[code].text} ${options.detail}`,
      { cause: options.cause },
    )
    this.code = code
    this.fields = options.fields ?? []
    this.detail = options.detail
  }
}

/** Body of an error response, RFC 9457. */
export type ProblemBody = {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  fields?: readonly FieldError[]
}

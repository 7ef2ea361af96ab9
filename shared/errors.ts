import { agreementRefusals } from './agreement/agreement-refusals.ts'
import { commentRefusals } from './comments/comment-refusals.ts'
import type { ErrorRow } from './error-row.ts'
import { fileRefusals } from './file-refusals.ts'
import { limitErrors } from './limits/limit-refusals.ts'
import { signInRefusals } from './sign-in-refusals.ts'
import { uploadRefusals } from './upload-refusals.ts'

/**
 * The one error table: every refusal of the REST interface and of the websocket has its code,
 * status and Dutch sentence with the next step here, so that a user never meets a bare "something
 * went wrong" and a client never parses prose.
 */

const table = {
  ...signInRefusals,
  ...agreementRefusals,
  ...commentRefusals,
  ...fileRefusals,
  ...uploadRefusals,
  'bad-request': {
    status: 400,
    text: 'Deze aanvraag klopt niet. Controleer wat u heeft ingevuld en probeer het opnieuw.',
  },
  'bad-frame': {
    status: 400,
    close: 4400,
    text: 'De verbinding ging mis en is gesloten. Laad de pagina opnieuw.',
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
  'not-found': { status: 404, text: 'Deze pagina of dit adres bestaat niet.' },
  'plan-not-found': {
    status: 404,
    close: 4404,
    text: 'Dit plan bestaat niet of is verwijderd. Ga terug naar uw plannen.',
  },
  'plan-lost': {
    status: 404,
    close: 4411,
    text: 'De gegevens van Wijktafel zijn teruggezet naar een moment waarop dit plan er nog niet was. Wat dit apparaat ervan heeft, kunt u bewaren.',
  },
  'member-not-found': { status: 404, text: 'Deze persoon is geen lid (meer) van het plan.' },
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
  'mark-unknown': {
    status: 404,
    text: 'Deze code of dit bestand hoort niet bij een versie die hier is voorgelegd. Controleer de code, of kies het bestand precies zoals u het kreeg.',
  },
  'bsn-found': {
    status: 422,
    text: 'Dit lijkt op een BSN. Een BSN mag niet in een wijkplan. Haal het nummer weg, of geef aan waarom het geen BSN is.',
  },
  'bsn-waiting': {
    status: 409,
    text: 'In het plan staat iets dat op een BSN lijkt. Zolang dat zo is, gaat het plan niet naar buiten. Haal het nummer weg, of geef in het plan bij “Controleer voor indienen” aan waarom het geen BSN is.',
  },
  'form-changed': {
    status: 409,
    text: 'Dit plan volgt net een nieuwe versie van het formulier. Laad de pagina opnieuw.',
  },
  'form-current': {
    status: 409,
    text: 'Er is voor dit plan geen nieuwere versie van het formulier dan die u zag. Laad de pagina opnieuw.',
  },
  'form-in-use': {
    status: 409,
    text: 'Over dit plan loopt een ronde, of er geldt een versie waarmee is ingestemd. Neem die eerst terug, of maak een nieuw plan.',
  },
  'form-unfit': {
    status: 409,
    text: 'Niet alles in dit plan heeft een plek in het nieuwe formulier. Er is niets veranderd. Bekijk wat geen plek heeft.',
  },
  'format-unknown': {
    status: 422,
    text: 'Wijktafel kent dit formulier niet. Kies een formulier uit de lijst.',
  },
  'invalid-values': {
    status: 422,
    text: 'Niet alles is goed ingevuld. Kijk bij de aangegeven velden.',
  },
  'no-consultation': {
    status: 409,
    text: 'Er loopt geen consultatie (meer) op dit plan. Laad de pagina opnieuw.',
  },
  'calendar-invalid': {
    status: 410,
    text: 'Dit agenda-adres werkt niet meer. Maak in Wijktafel bij Uw gegevens een nieuw adres.',
  },
  'read-link-invalid': {
    status: 410,
    text: 'Deze leeslink is verlopen of ingetrokken. Vraag degene die u de link stuurde.',
  },
  'outcome-link-invalid': {
    status: 410,
    text: 'Deze link is ingetrokken of bestaat niet. Vraag degene die u de link stuurde.',
  },
  'no-outcome': {
    status: 409,
    text: 'Er is nu geen vastgestelde versie om te delen. Stel eerst een versie vast.',
  },
  'last-coordinator': {
    status: 409,
    text: 'Een plan heeft altijd een coördinator. Maak bij Leden eerst iemand anders coördinator, of verwijder het plan.',
  },
  'plan-has-coordinator': {
    status: 409,
    text: 'Dit plan heeft een coördinator. Vraag die om anderen coördinator te maken.',
  },
  'already-member': { status: 409, text: 'Deze persoon is al lid van het plan.' },
  'other-epoch': {
    status: 409,
    close: 4409,
    text: 'Dit plan is teruggezet naar een eerder moment. Bewaar uw werk als kopie en laad de pagina opnieuw.',
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
    text: 'Dit plan is zo groot als het kan worden: er kan niets meer bij. Haal eerst tekst weg, of maak een nieuw plan.',
  },
  'too-many': {
    status: 429,
    close: 4529,
    text: 'Te veel aanvragen achter elkaar. Wacht een minuut en probeer het opnieuw.',
  },
  ...limitErrors,
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

/**
 * The error code for a websocket close code; if several errors share a close code, the general one.
 */
export function errorOfClose(close: number): ErrorCode | null {
  const general: Record<number, ErrorCode> = {
    4403: 'no-access',
    4413: 'too-large',
    4529: 'too-many',
    4503: 'unavailable',
  }
  return general[close] ?? errorCodes.find((code) => errorTable[code].close === close) ?? null
}

/** An expected refusal. Anything else that is thrown becomes `internal` and is logged. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  /** Which inputs are wrong, for a form's error summary. */
  readonly fields: readonly FieldError[]
  /** A sentence about this one refusal, after that of the table: a date, or whom to call. */
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

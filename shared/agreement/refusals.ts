import type { ErrorRow } from '../error-row.ts'

/**
 * Refusals about answering, speaking for a party, and linking a member to a person. Part of the one
 * error table.
 */
export const agreementRefusals = {
  'link-not-allowed': {
    status: 403,
    text: 'Wie iemand in het plan is, wijzigt alleen de coördinator. Vraag die om u aan de juiste persoon te koppelen.',
  },
  'person-unknown': {
    status: 422,
    text: 'Deze persoon staat niet (meer) in het plan. Laad de pagina opnieuw en kies iemand anders.',
  },
  'person-taken': {
    status: 409,
    text: 'Aan deze persoon is al een ander lid gekoppeld. Klopt dat niet? Dan maakt de coördinator die koppeling eerst los.',
  },
  'not-asked': {
    status: 409,
    text: 'Voor deze discipline of partij wordt op deze versie geen akkoord gevraagd.',
  },
  'no-mandate': {
    status: 403,
    text: 'U heeft geen mandaat om voor deze partij te antwoorden. Vraag wie het mandaat heeft, of de coördinator, om u als plaatsvervanger aan te wijzen.',
  },
  'no-mandate-to-give': {
    status: 403,
    text: 'Wie voor een partij spreekt, wijst de coördinator aan. Een plaatsvervanger kan ook worden aangewezen door wie het mandaat heeft.',
  },
  'already-answered': {
    status: 409,
    text: 'Op deze versie is voor deze partij al geantwoord. Wilt u iets anders antwoorden? Trek dat antwoord dan eerst in.',
  },
  'statement-changed': {
    status: 409,
    text: 'Als wie u tekent, is net gewijzigd. Er is nog niets vastgelegd. Lees opnieuw als wie u tekent en geef dan uw antwoord.',
  },
  'nothing-to-withdraw': {
    status: 409,
    text: 'Er is nu geen antwoord om in te trekken. Laad de pagina opnieuw.',
  },
  'not-editorial': {
    status: 409,
    text: 'Dit is meer dan een redactionele wijziging: er is een getal, datum, antwoord of tabel anders. Leg de versie gewoon ter akkoord voor.',
  },
  'sign-link-invalid': {
    status: 410,
    text: 'Deze link is al gebruikt of verlopen. Log in en open het plan bij Akkoord, of vraag de coördinator om een nieuwe.',
  },
} as const satisfies Record<string, ErrorRow>

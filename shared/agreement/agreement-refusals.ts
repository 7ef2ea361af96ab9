import type { ErrorRow } from '../error-row.ts'

/**
 * Refusals about answering, speaking for a party, and linking a member to a person. Part of the one
 * error table.
 */
export const agreementRefusals = {
  'link-not-allowed': {
    status: 403,
    text: 'Alleen de coördinator kan wijzigen wie iemand in het plan is. Vraag de coördinator om u aan de juiste persoon te koppelen.',
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
    text: 'U heeft geen mandaat om voor deze partij te antwoorden. Vraag de vertegenwoordiger of de coördinator om u als plaatsvervanger aan te wijzen.',
  },
  'no-mandate-to-give': {
    status: 403,
    text: 'De coördinator wijst de vertegenwoordiger van een partij aan. Een plaatsvervanger kan ook door de vertegenwoordiger zelf worden aangewezen.',
  },
  'already-answered': {
    status: 409,
    text: 'Op deze versie is voor deze partij al geantwoord. Wilt u iets anders antwoorden? Trek dat antwoord dan eerst in.',
  },
  'correction-needs-link': {
    status: 409,
    text: 'U bent niet aan een persoon in het plan gekoppeld. Kies eerst bij Leden wie u bent; daarna kunt u functie en mandaat verbeteren.',
  },
  'statement-changed': {
    status: 409,
    text: 'Uw functie, organisatie of mandaat is net gewijzigd. Er is nog niets vastgelegd. Lees wat er nu staat en geef dan uw antwoord.',
  },
  'nothing-to-withdraw': {
    status: 409,
    text: 'Er is nu geen antwoord om in te trekken. Laad de pagina opnieuw.',
  },
  'not-editorial': {
    status: 409,
    text: 'Er is meer verbeterd dan de spelling: er is een getal, datum, antwoord of tabel anders. Leg de versie gewoon ter akkoord voor.',
  },
  'sign-link-invalid': {
    status: 410,
    text: 'Deze link is al gebruikt of verlopen. Log in en open het plan bij Akkoord, of vraag de coördinator om een nieuwe.',
  },
  'version-replaced': {
    status: 409,
    text: 'Er ligt inmiddels een nieuwere versie ter akkoord. Bekijk het verschil en antwoord op die versie.',
  },
  'already-applied': {
    status: 409,
    text: 'Er is al een aanvraag ingediend voor deze wijk en periode. Per wijk kan er één worden ingediend: neem contact op met die aanvrager.',
  },
  'application-incomplete': {
    status: 409,
    text: 'Per wijk en periode kan er één aanvraag zijn. Vul daarom eerst de wijk, de gemeente en de looptijd in.',
  },
  'near-application': {
    status: 409,
    text: 'Er is al een aanvraag ingediend voor een wijk met een naam die hierop lijkt. Is dat een andere wijk?',
  },
  'finding-gone': {
    status: 409,
    text: 'Dit punt staat niet meer in het plan: iemand heeft het net opgelost of gewijzigd. Bekijk de lijst opnieuw.',
  },
  'not-overrulable': {
    status: 409,
    text: 'Dit punt moet eerst worden opgelost. Een reden alleen is hier niet genoeg.',
  },
  'requirement-fixed': {
    status: 409,
    text: 'Deze eis komt van het formulier of hoort bij het indienen. U kunt alleen kiezen over eisen die van ons zijn.',
  },
  'not-presentable': {
    status: 409,
    text: 'Vul eerst in wat nodig is om akkoord te vragen. Dat kan later niet meer zonder een nieuwe versie.',
  },
  'not-in-this-status': {
    status: 409,
    text: 'Dit past niet bij de status van het plan. Laad de pagina opnieuw en bekijk de status.',
  },
  'plan-ended': {
    status: 409,
    text: 'Dit plan is vervallen of vervangen en verandert niet meer. Maak een nieuw plan.',
  },
  'successor-unfit': {
    status: 422,
    text: 'Dat plan kan dit plan niet vervangen. Kies een ander plan waar u lid van bent en dat nog niet is vervallen of vervangen.',
  },
  'already-submitted': {
    status: 409,
    text: 'Dit plan is al ingediend. Wat is ingediend verandert niet meer. Moet het anders? Wijzig het plan en leg dat voor als correctie.',
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
} as const satisfies Record<string, ErrorRow>

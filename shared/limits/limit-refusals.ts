import type { ErrorRow } from '../error-row.ts'

/** The errors of limits on stored data; rows of the error table (`shared/errors.ts`). */
export const limitErrors = {
  'too-many-screens': {
    status: 429,
    close: 4529,
    text: 'U heeft te veel schermen tegelijk open. Sluit een tabblad of venster dat u niet gebruikt en laad deze pagina opnieuw.',
  },
  'update-too-heavy': {
    status: 413,
    close: 4413,
    text: 'Deze wijziging is te ingewikkeld en is niet opgeslagen. Bewaar uw werk als kopie, laad de pagina opnieuw en neem het in kleinere stukken over.',
  },
  'plans-full': {
    status: 409,
    text: 'U heeft zoveel plannen gemaakt als kan; verwijderde plannen tellen mee. Werk verder in een plan dat er al is, of vraag de beheerder.',
  },
  'installation-full': {
    status: 409,
    text: 'In deze Wijktafel passen geen plannen meer. Vraag de beheerder om plannen van vroeger op te ruimen.',
  },
  'members-full': {
    status: 409,
    text: 'Dit plan heeft zoveel leden als kan. Haal eerst iemand weg die niet meer meedoet, of geef een leeslink.',
  },
  'passkeys-full': {
    status: 409,
    text: 'U heeft al zoveel passkeys als kan. Verwijder er eerst een die u niet meer gebruikt.',
  },
  'oidc-accounts-full': {
    status: 409,
    text: 'U heeft zoveel organisatie-accounts gekoppeld als kan. Maak er eerst een los die u niet meer gebruikt.',
  },
  'invites-full': {
    status: 409,
    text: 'Er staan zoveel uitnodigingen open als kan. Trek eerst uitnodigingen in die niet meer nodig zijn.',
  },
  'versions-full': {
    status: 409,
    text: 'Van dit plan zijn zoveel versies bewaard als kan. Er gaat niets verloren; maak voor de volgende periode een nieuw plan, of vraag de beheerder.',
  },
  'threads-full': {
    status: 409,
    text: 'Op dit plan zijn al zoveel reacties begonnen als kan. Kopieer eerst wat u schreef, en antwoord op een reactie die er al is.',
  },
  'thread-full': {
    status: 409,
    text: 'Dit gesprek is zo lang als het kan worden. Kopieer eerst wat u schreef, en begin een nieuwe reactie.',
  },
  'consultations-full': {
    status: 409,
    text: 'Op dit plan zijn zoveel consultaties gehouden als kan. Maak voor de volgende periode een nieuw plan.',
  },
  'read-links-full': {
    status: 409,
    text: 'Er zijn zoveel leeslinks als kan. Trek eerst een link in die niet meer nodig is.',
  },
  'outcome-links-full': {
    status: 409,
    text: 'Er zijn zoveel links naar de uitkomsten als kan. Trek eerst een link in die niet meer nodig is.',
  },
  'answers-full': {
    status: 409,
    text: 'Op deze versie is zo vaak geantwoord als kan. Vraag de coördinator om een nieuwe versie voor te leggen.',
  },
  'mandates-full': {
    status: 409,
    text: 'De vertegenwoordigers zijn in dit plan zo vaak gewijzigd als kan. Maak voor de volgende periode een nieuw plan, of vraag de beheerder.',
  },
  'bsn-answers-full': {
    status: 409,
    text: 'In dit plan is zo vaak aangegeven dat iets geen BSN is als kan. Haal het nummer uit de tekst.',
  },
  'enough-for-today': {
    status: 429,
    text: 'Dit is vandaag al heel vaak gedaan. Probeer het morgen opnieuw.',
  },
} as const satisfies Record<string, ErrorRow>

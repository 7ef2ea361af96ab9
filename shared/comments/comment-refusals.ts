import type { ErrorRow } from '../error-row.ts'

/** The refusals of writing or changing a comment. */
export const commentRefusals = {
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
    text: 'Alleen de schrijver kan dit. Vraag het de schrijver, of reageer zelf.',
  },
  'resolve-not-allowed': {
    status: 403,
    text: 'Alleen de vraagsteller, een kernteamlid of de coördinator kan dit afronden. Vraag een van hen.',
  },
  'thread-not-found': {
    status: 404,
    text: 'Deze reactie is verwijderd. Kopieer wat u schreef als u het wilt bewaren, en begin een nieuwe reactie.',
  },
  'target-unknown': {
    status: 422,
    text: 'Dit onderdeel staat niet in het formulier van dit plan. Kopieer eerst wat u schreef en laad de pagina dan opnieuw.',
  },
  'target-gone': {
    status: 409,
    text: 'Dit onderdeel is net verwijderd. Uw tekst staat nog in het vak. Plaats de reactie bij een ander onderdeel.',
  },
  'already-sent': {
    status: 409,
    text: 'Deze reactie is al op een andere plaats verstuurd. Kopieer de tekst en plaats hem als nieuwe reactie.',
  },
} as const satisfies Record<string, ErrorRow>

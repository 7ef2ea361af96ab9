import type { Letter } from '#server/mail/transport.ts'
import { quotedName } from '#server/plans/notices/name-in-letter.ts'

export function mergeProposedLetter(
  to: string,
  { other, by, url }: { other: string; by: string; url: string },
): Letter {
  return {
    to,
    subject: 'Heeft u twee accounts bij Wijktafel?',
    text: `${quotedName(by)}, beheerder van Wijktafel, stelt voor om uw account samen te voegen met een ander account: ${quotedName(other)}.\n\nZijn beide accounts van u? Log dan met elk account in en bevestig het op de eerste pagina:\n\n${url}\n\nPas als beide accounts het bevestigen, verandert er iets. Is het andere account niet van u? Kies daar “Dit ben ik niet”, of doe niets: na een maand vervalt het voorstel.\n`,
  }
}

export function mergedLetter(to: string, { kept, url }: { kept: string; url: string }): Letter {
  return {
    to,
    subject: 'Uw accounts bij Wijktafel zijn samengevoegd',
    text: `Uw twee accounts bij Wijktafel zijn nu één account: ${quotedName(kept)}. Log voortaan met dat account in:\n\n${url}\n\nBent u dat niet, of wilde u dit niet? Waarschuw dan meteen de beheerder.\n`,
  }
}

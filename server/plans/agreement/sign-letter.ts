import { nameInLetter, quotedName } from '#server/plans/notices/name-in-letter.ts'
import type { SignRequest } from './sign-links.ts'

type SignLetter = { to: string; subject: string; text: string }

export function signLetter(
  request: SignRequest,
  {
    planTitle,
    publicUrl,
    deadline,
    isReminder,
  }: { planTitle: string; publicUrl: string; deadline: string; isReminder: boolean },
): SignLetter {
  return {
    to: request.email,
    subject: `${isReminder ? 'Herinnering: uw' : 'Uw'} akkoord gevraagd voor ${quotedName(planTitle)}`,
    text: `Beste ${nameInLetter(request.name)},\n\nEr ligt een versie van ${quotedName(planTitle)} ter akkoord. U antwoordt voor: ${nameInLetter(request.seatLabel)}.\n\nLezen en antwoorden, ook op uw telefoon:\n\n${publicUrl}/tekenen?token=${request.token}\n\nAntwoorden kan tot en met ${deadline.split('-').toReversed().join('-')}. De link is persoonlijk en goed voor één antwoord: geef hem niet door. Openen legt nog niets vast. Geen antwoord is geen akkoord.\n`,
  }
}

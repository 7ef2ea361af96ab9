import { formatUntil } from '#client/text/moment.ts'
import type { Role } from '#shared/access.ts'
import { roleLabels } from '#shared/access.ts'
import { type Discipline, disciplines } from '#shared/disciplines.ts'

/** A message that the user sends by themselves, if this installation can't reach the receiver. */
export type Message = { subject: string; text: string }

const greeting = (name: string | null) =>
  name === null || name === '' ? 'Beste collega,' : `Beste ${name},`

export function inviteMessage({
  name,
  from,
  planTitle,
  role,
  discipline,
  url,
  expiresAt,
}: {
  name: string | null
  from: string
  planTitle: string
  role: Role
  discipline: Discipline | null
  url: string
  expiresAt: string
}): Message {
  const as = [roleLabels[role], discipline === null ? '' : disciplines[discipline].label]
    .filter((part) => part !== '')
    .join(', ')
  return {
    subject: `Uitnodiging voor ${planTitle}`,
    text: `${greeting(name)}

Ik nodig u uit om mee te werken aan ${planTitle} (${as}).

Open deze link om mee te doen:
${url}

De link is alleen voor u, werkt één keer en is geldig ${formatUntil(expiresAt)}. U hoeft niets te installeren.

Met vriendelijke groet,
${from}`,
  }
}

/** From a person without a way in, to the coordinator of their plan. */
export function askForLinkMessage({ email, site }: { email: string; site: string }): Message {
  return {
    subject: 'Inloglink voor Wijktafel',
    text: `Beste coördinator,

Ik kan niet inloggen op ${site}. Mijn account heeft het adres ${email}.

Wilt u mij een inloglink geven? Open ons plan, kies Leden, en dan ‘Inloglink maken’ in het menu achter mijn naam. Geef de link die u dan ziet alleen aan mij.

Met vriendelijke groet,`,
  }
}

/** A question for an answer on a version; it leads to the plan, and is no link to sign with. */
export function askMessage({
  name,
  from,
  planTitle,
  versionNumber,
  seatLabel,
  deadline,
  isReminder,
  url,
}: {
  name: string
  from: string
  planTitle: string
  versionNumber: number
  seatLabel: string
  deadline: string
  isReminder: boolean
  url: string
}): Message {
  return {
    subject: `${isReminder ? 'Herinnering: uw' : 'Uw'} akkoord gevraagd voor ${planTitle}`,
    text: `${greeting(name)}

Versie ${versionNumber} van ${planTitle} ligt ter akkoord. ${isReminder ? 'Uw antwoord is er nog niet. ' : ''}U antwoordt voor: ${seatLabel}.

Lezen en antwoorden:
${url}

Antwoorden kan ${formatUntil(deadline)}. Lukt inloggen niet? Vraag mij dan om een inloglink. Antwoordt u niet? Dan geeft u geen akkoord.

Met vriendelijke groet,
${from}`,
  }
}

/** One text for everyone whom a consultation is about and no mail reaches. */
export function consultationMessage({
  from,
  planTitle,
  message,
  deadline,
  url,
}: {
  from: string
  planTitle: string
  message: string
  deadline: string
  url: string
}): Message {
  return {
    subject: `Uw reactie gevraagd op ${planTitle}`,
    text: `Beste collega,

${planTitle} ligt ter consultatie. Reageren kan ${deadline}.
${message === '' ? '' : `\n${message}\n`}
Lezen en reageren:
${url}

Heeft u geen opmerkingen? Laat dat daar met één druk op de knop weten.

Met vriendelijke groet,
${from}`,
  }
}

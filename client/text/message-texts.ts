import type { Role } from '#shared/access.ts'
import { roleLabels } from '#shared/access.ts'
import { type Discipline, disciplines } from '#shared/disciplines.ts'
import { formatDay } from './moment.ts'

/** A text for someone to send by themselves, where this installation does not reach that person. */
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

De link is alleen voor u, werkt één keer en is geldig tot ${formatDay(expiresAt)}. U hoeft niets te installeren.

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

Wilt u mij een inloglink geven? Open ons plan, kies Leden, en dan ‘Inloglink’ achter mijn naam. Geef de link die u dan ziet alleen aan mij.

Met vriendelijke groet,`,
  }
}

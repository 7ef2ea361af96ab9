import { askedPeople } from '#server/plans/consultation/asked-people.ts'
import { columns } from '#server/plans/consultation/read-consultation.ts'
import { nameInLetter, quotedName } from '#server/plans/notices/name-in-letter.ts'
import type { OutboxRow } from '#server/storage/tables/mail.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { AskedPerson } from '#shared/api/consultation.ts'
import { formatList } from '#shared/format-list.ts'
import { formatUntil } from '#shared/text/moment.ts'
import type { Addresses } from './addresses.ts'
import type { LetterPart, LetterWords } from './letter-layout.ts'

export type Invitation = {
  title: string
  url: string
  deadline: number
  by: string
  message: string
}
export type Reminder = Omit<Invitation, 'by' | 'message'> & {
  /** True if the reader's own answer is missing. */
  isOwn: boolean
  /** The people without an answer for whom the reader stands in. */
  others: readonly string[]
}

/**
 * An opened consultation, a changed deadline, or the reminder; null if it is closed, or if this
 * person is no longer asked.
 */
export async function writeConsultation(
  row: OutboxRow,
  { db, addresses, now }: { db: Storage; addresses: Addresses; now: number },
): Promise<LetterWords | null> {
  const consultation = await db
    .selectFrom('consultations')
    .select(columns)
    .where('id', '=', row.consultation_id ?? '')
    .executeTakeFirst()
  if (consultation === undefined || consultation.closed_at !== null || consultation.deadline <= now)
    return null
  const plan = await db
    .selectFrom('plans')
    .select(['id', 'title'])
    .where('id', '=', consultation.plan_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (plan === undefined) return null
  const people = await askedPeople(db, consultation)
  const about = { title: plan.title, url: addresses.plan(plan.id), deadline: consultation.deadline }
  if (row.kind === 'consultation') {
    if (!people.some(({ person }) => person.id === row.user_id)) return null
    const opener = await db
      .selectFrom('user')
      .select('name')
      .where('id', '=', consultation.opened_by)
      .executeTakeFirst()
    return invitationWords({
      ...about,
      by: opener?.name ?? 'De coördinator',
      message: consultation.message,
    })
  }
  const waiting = people.filter(
    (one) => one.answer === 'none' && (one.replacement ?? one.person).id === row.user_id,
  )
  const isOwn = waiting.some(({ person }) => person.id === row.user_id)
  const others = waiting.filter(({ person }) => person.id !== row.user_id).map(nameOf)
  if (waiting.length === 0) return null
  return row.kind === 'deadline'
    ? deadlineWords({ ...about, isOwn, others })
    : reminderWords({ ...about, isOwn, others })
}

export function invitationWords({ title, url, deadline, by, message }: Invitation): LetterWords {
  const until = formatUntil(deadline)
  return {
    subject: `${quotedName(title)}: uw reactie gevraagd ${until}`,
    parts: [
      { kind: 'heading', text: nameInLetter(title) },
      {
        kind: 'paragraph',
        text: `${nameInLetter(by)} vraagt uw reactie op dit plan. Reageren kan ${until}.`,
      },
      ...(message === '' ? [] : [{ kind: 'quote', text: message } as const]),
      { kind: 'link', label: 'Lees het plan en reageer', url },
      ...howTo,
    ],
  }
}

export function reminderWords(reminder: Reminder): LetterWords {
  const until = formatUntil(reminder.deadline)
  return wordsOfAsked(reminder, {
    subject: `reageren kan nog ${until}`,
    text: `${reminder.isOwn ? 'U heeft nog niet op dit plan gereageerd.' : 'Op dit plan ontbreekt nog een reactie.'} Reageren kan ${until}.`,
  })
}

function deadlineWords(reminder: Reminder): LetterWords {
  const until = formatUntil(reminder.deadline)
  return wordsOfAsked(reminder, {
    subject: `reageren kan nu ${until}`,
    text: `De termijn om op dit plan te reageren is gewijzigd. Reageren kan nu ${until}.`,
  })
}

/**
 * A letter to a person who was asked earlier: it also names the people for whom the reader stands
 * in.
 */
function wordsOfAsked(
  { title, url, others }: Reminder,
  { subject, text }: { subject: string; text: string },
): LetterWords {
  return {
    subject: `${quotedName(title)}: ${subject}`,
    parts: [
      { kind: 'heading', text: nameInLetter(title) },
      { kind: 'paragraph', text },
      ...(others.length === 0
        ? []
        : [
            {
              kind: 'paragraph',
              text: `U bent gevraagd om te reageren namens ${formatList(others.map(nameInLetter))}.`,
            } as const,
          ]),
      { kind: 'link', label: 'Lees het plan en reageer', url },
      ...howTo,
    ],
  }
}

const howTo: readonly LetterPart[] = [
  {
    kind: 'paragraph',
    text: 'Heeft u geen opmerkingen? Kies dan in het plan “Geen opmerkingen”. Bent u afwezig? Wijs daar iemand aan die namens u reageert.',
  },
]

const nameOf = ({ person }: AskedPerson): string => person.name

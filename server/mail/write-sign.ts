import { readMandates } from '#server/plans/agreement/mandates.ts'
import {
  presentedOf,
  readAnswers,
  readRounds,
  seatsOfRound,
} from '#server/plans/agreement/rounds.ts'
import { makeSignLink } from '#server/plans/agreement/sign-links.ts'
import { nameInLetter, quotedName } from '#server/plans/notices/name-in-letter.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { OutboxRow } from '#server/storage/tables/mail.ts'
import type { Storage } from '#server/storage/tables.ts'
import { standingOf } from '#shared/agreement/standing.ts'
import { formatUntil } from '#shared/text/moment.ts'
import type { Addresses } from './addresses.ts'
import type { LetterWords } from './letter-layout.ts'

/**
 * The request for a person's akkoord, with a personal link made now: only a hash of the link is
 * stored, so it can't be made earlier. Null if this person is no longer asked.
 */
export async function writeSign(
  row: OutboxRow,
  { db, addresses, clock, ids }: { db: Storage; addresses: Addresses; clock: Clock; ids: Ids },
): Promise<LetterWords | null> {
  const { sign_version_id: versionId, sign_seat: seat } = row
  if (versionId === null || seat === null) return null
  const question = await signQuestion(db, { versionId, seat, userId: row.user_id })
  if (question === null) return null
  const { token } = await makeSignLink(
    db,
    { clock, ids },
    { ...question, seat, versionId, userId: row.user_id, sentBy: 'mail' },
  )
  return {
    subject: `${row.kind === 'sign-reminder' ? 'Herinnering: ' : ''}${quotedName(question.planTitle)}: uw akkoord gevraagd`,
    parts: [
      { kind: 'heading', text: nameInLetter(question.planTitle) },
      {
        kind: 'paragraph',
        text: `Er ligt een versie van dit plan ter akkoord. U antwoordt voor: ${nameInLetter(question.seatLabel)}. Antwoorden kan ${formatUntil(question.deadline)}.`,
      },
      {
        kind: 'link',
        label: 'Lezen en antwoorden, ook op uw telefoon',
        url: addresses.sign(token),
      },
      {
        kind: 'paragraph',
        text: 'De link is persoonlijk en goed voor één antwoord: geef de link niet door. Als u de link opent, is er nog niets vastgelegd. Antwoordt u niet? Dan geeft u geen akkoord.',
      },
    ],
  }
}

type Question = { planId: string; planTitle: string; seatLabel: string; deadline: string }

/**
 * The open question to a person at a seat about a version; null once it is answered, the version is
 * replaced or called off, or the mandate is another person's.
 */
async function signQuestion(
  db: Storage,
  { versionId, seat: seatId, userId }: { versionId: string; seat: string; userId: string },
): Promise<Question | null> {
  const plan = await db
    .selectFrom('rounds')
    .innerJoin('plans', 'plans.id', 'rounds.plan_id')
    .where('rounds.version_id', '=', versionId)
    .where('plans.status', '=', 'approval')
    .where('plans.deleted_at', 'is', null)
    .select(['plans.id', 'plans.title'])
    .executeTakeFirst()
  if (plan === undefined) return null
  const rounds = await readRounds(db, plan.id)
  const round = rounds.at(-1)
  const seat =
    round === undefined ? undefined : seatsOfRound(round).find((one) => one.id === seatId)
  if (round === undefined || round.version_id !== versionId || seat === undefined) return null
  if (
    !(await readMandates(db, plan.id)).some(
      (mandate) => mandate.seat === seatId && mandate.user_id === userId,
    )
  )
    return null
  const standing = standingOf(seatId, presentedOf(rounds), await readAnswers(db, plan.id))
  if (standing.kind === 'agreed' || standing.kind === 'not-agreed') return null
  return { planId: plan.id, planTitle: plan.title, seatLabel: seat.label, deadline: round.deadline }
}

import { missingSeats } from '#shared/agreement/standing.ts'
import { AppError } from '#shared/errors.ts'
import { readMandates } from './mandates.ts'
import type { AgreementDeps } from './present.ts'
import { presentedOf, readAnswers, readRounds, seatsOfRound } from './rounds.ts'
import { askToSign, type Requests } from './sign-links.ts'

const againAfterMs = 20 * 60 * 60 * 1000

type Reminded = Requests & { /** Mails that are on their way. */ reminded: number }

/**
 * Makes new links for every holder and deputy who did not answer, at most once a day per person.
 * Rejects with `not-presented`.
 */
export async function remindUnanswered(
  given: AgreementDeps,
  { planId, userId }: { planId: string; userId: string | null },
): Promise<Reminded> {
  const { writer, clock, ids } = given
  return writer.writePlan(planId, userId, async (tx, plan) => {
    const rounds = await readRounds(tx, planId)
    const round = rounds.at(-1)
    if (round === undefined || plan.row.status !== 'approval') throw new AppError('not-presented')
    const now = clock.now()
    const seats = seatsOfRound(round)
    const missing = missingSeats(
      seats.map((seat) => seat.id),
      presentedOf(rounds),
      await readAnswers(tx, planId),
    )
    const recent = await tx
      .selectFrom('reminders')
      .select(['seat', 'user_id'])
      .where('version_id', '=', round.version_id)
      .where('at', '>', now - againAfterMs)
      .execute()
    const people = (await readMandates(tx, planId))
      .filter(
        (mandate) =>
          missing.includes(mandate.seat) &&
          !recent.some((one) => one.seat === mandate.seat && one.user_id === mandate.user_id),
      )
      .map((mandate) => ({
        userId: mandate.user_id,
        seat: mandate.seat,
        seatLabel: seats.find((seat) => seat.id === mandate.seat)?.label ?? mandate.seat,
      }))
    if (people.length === 0) return { reminded: 0, requests: [], asked: [] }
    for (const person of people)
      await tx
        .insertInto('reminders')
        .values({
          id: ids.next(),
          version_id: round.version_id,
          seat: person.seat,
          user_id: person.userId,
          at: now,
        })
        .execute()
    const made = await askToSign(tx, given, {
      planId,
      versionId: round.version_id,
      deadline: round.deadline,
      kind: 'sign-reminder',
      people,
    })
    const mailed = made.asked.filter(({ isMailed }) => isMailed).length
    await plan.append({
      type: 'reminders.sent',
      versionId: round.version_id,
      count: people.length,
      mailed,
    })
    return { ...made, reminded: mailed }
  })
}

import { readChoices } from '#server/plans/agreement/requirement-choices.ts'
import { namesOf } from '#server/plans/names-of.ts'
import { readVersionContent } from '#server/plans/versions/read-versions.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import { can, type Role } from '#shared/access.ts'
import { levelsOf, type Seat, seatsOf } from '#shared/agreement/seats.ts'
import { signingStatement } from '#shared/agreement/signatory.ts'
import { missingSeats, type Standing, standingOf } from '#shared/agreement/standing.ts'
import type {
  Agreement,
  AnswerView,
  MandateView,
  SeatPeople,
  SeatView,
  Signing,
} from '#shared/api/agreement.ts'
import { comparePlans } from '#shared/compare/compare-plans.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import type { Format } from '#shared/format/schema.ts'
import { mustAllAgree, withChoices } from '#shared/plan/chosen-requirements.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import type { StartedBy } from '#shared/started-by.ts'
import { adoptionView, readAdoption } from './adoptions.ts'
import { expectedHolder } from './holders.ts'
import { isGiven, readLastMandates, readSeatedMembers } from './mandates.ts'
import { withAddress } from './members-with-address.ts'
import {
  correctedOf,
  countingRounds,
  presentedOf,
  type Round,
  readAnswers,
  readRounds,
  type StoredAnswer,
  seatsOfRound,
  signedInByOf,
} from './rounds.ts'
import { type AnsweredOn, signingOf } from './signing.ts'

type Viewer = {
  userId: string
  role: Role
  /** The sign-in method of their session, or the way the personal link was delivered. */
  signedInBy: StartedBy | null
  isMailOn: boolean
}

/**
 * The complete agreement on a plan, as one person sees it. `now` is the current plan, from which
 * the seats of a next round follow.
 */
export async function describeAgreement(
  db: Storage,
  plan: Pick<PlanRow, 'id' | 'status'>,
  viewer: Viewer,
  now: { content: PlanContent; format: Format },
): Promise<Agreement> {
  const rounds = await readRounds(db, plan.id)
  const answers = await readAnswers(db, plan.id)
  const lastMandates = await readLastMandates(db, plan.id)
  const mandates = lastMandates.filter(isGiven)
  const members = await readSeatedMembers(db, plan.id)
  const counting = await countingRounds(db, plan, rounds)
  const current = counting.at(-1)
  const reminders =
    current === undefined || !viewer.isMailOn
      ? []
      : await db
          .selectFrom('reminders')
          .select(['seat', 'at'])
          .where('version_id', '=', current.version_id)
          .orderBy('at')
          .execute()
  const seats = current === undefined ? seatsOf(now.format, now.content) : seatsOfRound(current)
  const adoption = current === undefined ? null : await readAdoption(db, current.version_id)
  const checked = withChoices(now.format, await readChoices(db, plan.id))
  const names = await namesOf(db, [
    ...rounds.map((round) => round.presented_by),
    ...mandates.map((mandate) => mandate.user_id),
    ...members.map((member) => member.user_id),
    ...answers.map((one) => one.user_id),
    ...(adoption === null ? [] : [adoption.user_id]),
  ])
  const reachable = await withAddress(db, plan.id)
  const personOf = (id: string) => ({ id, name: names.get(id) ?? 'Onbekend' })
  const presented = presentedOf(counting)
  const missing = new Set(
    missingSeats(
      seats.map((seat) => seat.id),
      presented,
      answers,
    ),
  )
  const currentContent =
    current === undefined ? null : await readVersionContent(db, current.version_id)
  const changes = new Map<string, Changes>()
  for (const seat of seats) {
    const standing = standingOf(seat.id, presented, answers)
    if (
      standing.kind !== 'outdated' ||
      currentContent === null ||
      changes.has(standing.answer.version_id)
    )
      continue
    changes.set(
      standing.answer.version_id,
      changesBetween(
        await readVersionContent(db, standing.answer.version_id),
        currentContent,
        now.format,
      ),
    )
  }
  const view = (answer: StoredAnswer): AnswerView => describeAnswer(answer, rounds)

  const answeredOn = { content: currentContent ?? now.content, format: now.format }
  const signingAt = (seat: Seat, userId: string, isDeputy: boolean, on: AnsweredOn) =>
    signingOf(
      {
        name: personOf(userId).name,
        userId,
        seat,
        isDeputy,
        link: members.find((member) => member.user_id === userId)?.link ?? null,
      },
      on,
    )
  function mandateView(
    seat: Seat,
    { userId, kind, isExpected }: { userId: string } & Pick<MandateView, 'kind' | 'isExpected'>,
    on: AnsweredOn,
  ): MandateView {
    const { signatory, linkKind } = signingAt(seat, userId, kind === 'deputy', on)
    const { planName, position, organisation, level, onBehalfOf } = signatory
    return {
      user: personOf(userId),
      kind,
      isExpected,
      byMail: viewer.isMailOn && reachable.has(userId),
      link: linkKind,
      planName,
      position,
      organisation,
      level,
      onBehalfOf,
    }
  }

  function seatPeople(seat: Seat, on: AnsweredOn): SeatPeople {
    const given = mandates
      .filter((mandate) => mandate.seat === seat.id)
      .map(({ user_id: userId, kind }) =>
        mandateView(
          seat,
          { userId, kind: kind === 'deputy' ? 'deputy' : 'holder', isExpected: false },
          on,
        ),
      )
    const expected = expectedHolder(seat, members, lastMandates)
    return {
      id: seat.id,
      label: seat.label,
      mandates:
        expected === undefined
          ? given
          : [
              mandateView(seat, { userId: expected.user_id, kind: 'holder', isExpected: true }, on),
              ...given,
            ],
      speakers: seat.speakers.map(({ rowId, name }) => ({ rowId, name })),
    }
  }

  function seatView(seat: Seat): SeatView {
    const people = seatPeople(seat, answeredOn)
    const own = people.mandates
    const given = own.filter(({ isExpected }) => !isExpected)
    const mine = own.find((mandate) => mandate.user.id === viewer.userId)
    const canAnswer = plan.status === 'approval' && mine !== undefined
    const reminder = reminders.findLast((one) => one.seat === seat.id)
    return {
      ...people,
      discipline: seat.disciplines[0] ?? null,
      standing: describeStanding(standingOf(seat.id, presented, answers), view, changes),
      remindedAt: reminder === undefined ? null : new Date(reminder.at).toISOString(),
      canAnswer,
      signing: canAnswer ? describeSigning(seat, mine) : null,
      canNameDeputy:
        can(viewer.role, 'manage') ||
        given.some((mandate) => mandate.kind === 'holder' && mandate.user.id === viewer.userId),
    }
  }

  function describeSigning(seat: Seat, { kind, link }: MandateView): Signing {
    const { signatory } = signingAt(seat, viewer.userId, kind === 'deputy', answeredOn)
    return {
      statement: signingStatement(signatory),
      signatory,
      levels: levelsOf(now.format),
      signedInBy: viewer.signedInBy,
      link,
    }
  }

  const roundView = (round: Round): Agreement['rounds'][number] => ({
    versionId: round.version_id,
    number: round.number,
    name: round.name,
    hash: round.hash,
    code: round.code,
    editorialOf: rounds.find((one) => one.version_id === round.editorial_of)?.number ?? null,
    deadline: round.deadline,
    presentedAt: new Date(round.presented_at).toISOString(),
    presentedBy: personOf(round.presented_by),
  })
  return {
    status: plan.status,
    rounds: rounds.map(roundView),
    current: current === undefined ? null : roundView(current),
    seats: seats.map(seatView),
    next: seatsOf(now.format, now.content).map((seat) => seatPeople(seat, now)),
    missing:
      current === undefined
        ? null
        : seats.filter((seat) => missing.has(seat.id)).map((seat) => seat.label),
    changedSince:
      currentContent === null ? null : changesBetween(currentContent, now.content, now.format),
    mustAllAgree: mustAllAgree(checked),
    adoptedWithout: adoptionView(adoption, { seats, missing, personOf }),
    answers: answers.map(view),
  }
}

/** The name at the time of the answer, even if the account was renamed later. */
function describeAnswer(answer: StoredAnswer, rounds: readonly Round[]): AnswerView {
  return {
    id: answer.id,
    versionId: answer.version_id,
    versionNumber: rounds.find((round) => round.version_id === answer.version_id)?.number ?? 0,
    seat: answer.seat,
    verdict: answer.verdict,
    remark: answer.remark,
    by: { id: answer.user_id, name: answer.name },
    position: answer.position,
    organisation: answer.organisation,
    level: answer.level,
    onBehalfOf: answer.on_behalf_of,
    isDeputy: answer.is_deputy === 1,
    corrected: correctedOf(answer),
    at: new Date(answer.at).toISOString(),
    statement: answer.statement,
    person:
      answer.person_row === null
        ? null
        : {
            rowId: answer.person_row,
            name: answer.person_name ?? '',
            isSelfLinked: answer.linked_by === answer.user_id,
          },
    signedInBy: signedInByOf(answer),
  }
}

function describeStanding(
  standing: Standing<StoredAnswer>,
  view: (answer: StoredAnswer) => AnswerView,
  changes: ReadonlyMap<string, Changes>,
): SeatView['standing'] {
  if (standing.kind === 'waiting') return standing
  if (standing.kind === 'outdated')
    return {
      kind: 'outdated',
      answer: view(standing.answer),
      since: changes.get(standing.answer.version_id) ?? noChanges,
    }
  return { ...standing, answer: view(standing.answer) }
}

type Changes = { count: number; text: string }
const noChanges: Changes = { count: 0, text: 'Geen verschillen' }

function changesBetween(old: PlanContent, fresh: PlanContent, format: Format): Changes {
  // The plan follows a newer version of its form since; without the same form the two can't be compared.
  if (old.format.version !== fresh.format.version) return { count: 1, text: 'Een ander formulier' }
  const { sections, summary } = comparePlans(old, fresh, formOf(format))
  return {
    count: sections.reduce((sum, section) => sum + section.differences.length, 0),
    text: summary.text,
  }
}

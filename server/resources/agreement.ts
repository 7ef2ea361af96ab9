import type { Actor, Membership } from '#server/auth/guard.ts'
import type { Mailer } from '#server/auth/mailer.ts'
import type { Router } from '#server/http/router.ts'
import { adoptWithout } from '#server/plans/agreement/adopt-without.ts'
import { describeAgreement } from '#server/plans/agreement/describe-agreement.ts'
import { giveAnswer, withdrawAnswer as withdraw } from '#server/plans/agreement/give-answer.ts'
import { giveMandate as give, readMandates } from '#server/plans/agreement/mandates.ts'
import { type AgreementDeps, present } from '#server/plans/agreement/present.ts'
import { remindUnanswered } from '#server/plans/agreement/remind.ts'
import { mustMeetRequirements } from '#server/plans/agreement/requirement-choices.ts'
import { readRounds, seatsOfRound } from '#server/plans/agreement/rounds.ts'
import type { SignRequest } from '#server/plans/agreement/sign-links.ts'
import { nameInLetter, quotedName } from '#server/plans/notices/name-in-letter.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { mustHaveNoBsnWaiting } from '#server/plans/readiness/bsn-waiting.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Formats } from '#server/storage/formats.ts'
import { seatsOf } from '#shared/agreement/seats.ts'
import { isEnded } from '#shared/agreement/status.ts'
import {
  type Agreement,
  answerVersion,
  getAgreement,
  giveMandate,
  presentVersion,
  remindAnswer,
  withdrawAnswer,
} from '#shared/api/agreement.ts'
import { adoptVersion } from '#shared/api/requirements.ts'
import { AppError } from '#shared/errors.ts'
import { formatUntil } from '#shared/text/moment.ts'

type Viewer = Omit<Parameters<typeof describeAgreement>[2], 'isMailOn'>

const viewerOf = ({ userId, startedBy }: Actor, { role }: Membership): Viewer => ({
  userId,
  role,
  signedInBy: startedBy,
})

export type AgreementDependencies = AgreementDeps & {
  formats: Formats
  reading: PlanReading
  mailer: Mailer
  publicUrl: string
}

export function mountAgreement(
  router: Router,
  { reading, mailer, publicUrl, ...agreeing }: AgreementDependencies,
): void {
  const { db, writer } = agreeing

  async function planNow(planId: string, minSeq = 0) {
    const plan = await findPlan(db, planId)
    return { plan, ...(await reading.content(plan, Math.max(plan.seq, minSeq))) }
  }

  async function agreementFor(planId: string, viewer: Viewer): Promise<Agreement> {
    const { plan, ...now } = await planNow(planId)
    return describeAgreement(db, plan, { ...viewer, isMailOn: agreeing.mail.isOn }, now)
  }

  /**
   * Without a mail server the links go to the log for the operator; everyone asked also sees the
   * question after signing in.
   */
  async function passOn(
    planId: string,
    requests: readonly SignRequest[],
    isReminder: boolean,
  ): Promise<void> {
    const { title } = await db
      .selectFrom('plans')
      .select('title')
      .where('id', '=', planId)
      .executeTakeFirstOrThrow()
    const deadline = (await readRounds(db, planId)).at(-1)?.deadline ?? ''
    for (const request of requests)
      await mailer.send(signLetter(request, { planTitle: title, publicUrl, deadline, isReminder }))
  }

  router.member(getAgreement, async ({ planId, actor, membership }) =>
    agreementFor(planId, viewerOf(actor, membership)),
  )

  router.member(presentVersion, async ({ planId, actor, membership, body }) => {
    const { content, format } = await planNow(planId, body.minSeq)
    await mustHaveNoBsnWaiting(agreeing, { planId, userId: actor.userId }, { content, format })
    await mustMeetRequirements(agreeing, { planId, userId: actor.userId }, { content, format })
    const { requests, asked } = await present(agreeing, {
      planId,
      userId: actor.userId,
      name: body.name || undefined,
      deadline: body.deadline,
      isEditorial: body.isEditorial,
      content,
      format,
    })
    await passOn(planId, requests, false)
    return { ...(await agreementFor(planId, viewerOf(actor, membership))), asked }
  })

  router.member(adoptVersion, async ({ planId, actor, membership, body }) => {
    const { format } = await planNow(planId)
    await adoptWithout(agreeing, { planId, userId: actor.userId, ...body }, format)
    return agreementFor(planId, viewerOf(actor, membership))
  })

  router.version(answerVersion, async ({ planId, versionId, actor, membership, body }) => {
    const { discipline: seat, verdict, remark, statement, corrections } = body
    await giveAnswer(agreeing, {
      planId,
      versionId,
      userId: actor.userId,
      name: actor.name,
      seat,
      verdict,
      remark,
      statement,
      corrections,
      channel: 'screen',
      signedInBy: actor.startedBy,
    })
    return agreementFor(planId, viewerOf(actor, membership))
  })

  router.version(withdrawAnswer, async ({ planId, versionId, actor, membership, body }) => {
    await withdraw(agreeing, {
      planId,
      versionId,
      userId: actor.userId,
      name: actor.name,
      seat: body.discipline,
      remark: body.remark,
      channel: 'screen',
      signedInBy: actor.startedBy,
    })
    return agreementFor(planId, viewerOf(actor, membership))
  })

  router.member(giveMandate, async ({ planId, actor, membership, body }) => {
    const { content, format } = await planNow(planId)
    await writer.writePlan(planId, actor.userId, async (tx, plan) => {
      const { status } = plan.row
      if (status === 'submitted') throw new AppError('already-submitted')
      if (isEnded(status)) throw new AppError('plan-ended')
      const round = (await readRounds(tx, planId)).at(-1)
      const seats =
        status === 'approval' || status === 'adopted'
          ? round === undefined
            ? []
            : seatsOfRound(round)
          : seatsOf(format, content)
      const seat = seats.find((one) => one.id === body.seat)
      if (seat === undefined) throw new AppError('not-asked')
      const current = (await readMandates(tx, planId)).find(
        (one) => one.seat === body.seat && one.user_id === body.userId,
      )
      if (current?.kind === body.kind) return
      await give(tx, plan, agreeing, {
        actor: { userId: actor.userId, role: membership.role },
        seat,
        userId: body.userId,
        kind: body.kind,
      })
    })
    return agreementFor(planId, viewerOf(actor, membership))
  })

  router.member(remindAnswer, async ({ planId, actor }) => {
    const { reminded, requests, asked } = await remindUnanswered(agreeing, {
      planId,
      userId: actor.userId,
    })
    await passOn(planId, requests, true)
    return { reminded, asked }
  })
}

type SignLetter = { to: string; subject: string; text: string }

function signLetter(
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
    text: `Beste ${nameInLetter(request.name)},\n\nEr ligt een versie van ${quotedName(planTitle)} ter akkoord. U antwoordt voor: ${nameInLetter(request.seatLabel)}.\n\nLezen en antwoorden, ook op uw telefoon:\n\n${publicUrl}/tekenen?token=${request.token}\n\nAntwoorden kan ${formatUntil(deadline)}. De link is persoonlijk en goed voor één antwoord: geef de link niet door. Als u de link opent, is er nog niets vastgelegd. Antwoordt u niet? Dan geeft u geen akkoord.\n`,
  }
}

import type { Router } from '#server/http/router.ts'
import { askedPeople } from '#server/plans/consultation/asked-people.ts'
import {
  type ConsultationDeps,
  changeConsultation as change,
  closeConsultation as close,
  openConsultation as open,
} from '#server/plans/consultation/change-consultation.ts'
import {
  isRunning,
  lastConsultation,
  mustRun,
} from '#server/plans/consultation/read-consultation.ts'
import { namesOf } from '#server/plans/names-of.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { mustHaveNoBsnWaiting } from '#server/plans/readiness/bsn-waiting.ts'
import { createSharedReads } from '#server/plans/shared-reads.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { can, type Role } from '#shared/access.ts'
import {
  type AskedPerson,
  answerConsultation,
  type Consultation,
  changeConsultation,
  closeConsultation,
  getConsultation,
  openConsultation,
  setReplacement,
} from '#shared/api/consultation.ts'
import { AppError } from '#shared/errors.ts'

export type ConsultationDependencies = ConsultationDeps & {
  turns: PlanTurns
  reading: PlanReading
  clock: Clock
  ids: Ids
}
type ConsultationInput = { planId: string; userId: string; role: Role }

/** Number of consultations whose people are cached for seconds. */
const mostKept = 50

export function mountConsultation(
  router: Router,
  { turns, reading, clock, ids, ...consulting }: ConsultationDependencies,
): void {
  const { db, writer } = consulting
  // Every answer is an event: all screens then request the same list of people at one moment.
  const shared = createSharedReads<AskedPerson[]>(clock, mostKept)

  async function answer({
    planId,
    userId,
    role,
  }: ConsultationInput): Promise<{ consultation: Consultation | null }> {
    const row = await lastConsultation(db, planId)
    if (row === undefined) return { consultation: null }
    const plan = await db
      .selectFrom('plans')
      .select('seq')
      .where('id', '=', planId)
      .executeTakeFirstOrThrow()
    const all = await shared.read(row.id, plan.seq, () => askedPeople(db, row))
    // Without a mail server no screen may say that somebody gets mail.
    const people = consulting.mail.isOn ? all : all.map((one) => ({ ...one, getsMail: false }))
    const names = await namesOf(db, [row.opened_by])
    return {
      consultation: {
        id: row.id,
        openedAt: iso(row.opened_at),
        openedBy: { id: row.opened_by, name: names.get(row.opened_by) ?? 'Onbekend' },
        deadline: iso(row.deadline),
        message: row.message,
        closedAt: isRunning(row, clock.now()) ? null : iso(row.closed_at ?? row.deadline),
        asked: people.length,
        answered: people.filter((one) => one.answer !== 'none').length,
        mine: people.find((one) => one.person.id === userId) ?? null,
        standsInFor: people
          .filter((one) => one.replacement?.id === userId)
          .map((one) => one.person),
        people: can(role, 'manage') ? people : null,
      },
    }
  }

  router.member(getConsultation, ({ planId, actor, membership }) =>
    answer({ planId, userId: actor.userId, role: membership.role }),
  )

  router.member(openConsultation, async ({ planId, actor, membership, body }) => {
    const plan = await findPlan(db, planId)
    // Outside the transaction: there is one connection, and reading a plan may need it.
    const { content, format } = await reading.content(plan, plan.seq)
    await mustHaveNoBsnWaiting({ db, turns }, { planId, userId: actor.userId }, { content, format })
    await open(
      consulting,
      { planId, actor: actor.userId, now: clock.now() },
      { id: ids.next(), deadline: Date.parse(body.deadline), message: body.message ?? '', content },
    )
    return answer({ planId, userId: actor.userId, role: membership.role })
  })

  router.member(changeConsultation, async ({ planId, actor, membership, body }) => {
    await change(
      consulting,
      { planId, actor: actor.userId, now: clock.now() },
      {
        deadline: body.deadline === undefined ? undefined : Date.parse(body.deadline),
        message: body.message,
      },
    )
    return answer({ planId, userId: actor.userId, role: membership.role })
  })

  router.member(closeConsultation, async ({ planId, actor, membership }) => {
    await close(consulting, { planId, actor: actor.userId, now: clock.now() })
    return answer({ planId, userId: actor.userId, role: membership.role })
  })

  router.member(answerConsultation, async ({ planId, actor, membership, body }) => {
    const { userId } = actor
    await writer.writePlan(planId, userId, async (tx, plan) => {
      await plan.append({
        type: 'consultation.changed',
        change: body.noRemarks ? 'answered' : 'answer-withdrawn',
      })
      const { id } = await mustRun(tx, planId, clock.now())
      if (body.noRemarks)
        await tx
          .insertInto('consultation_answers')
          .values({ consultation_id: id, user_id: userId, at: clock.now() })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      else
        await tx
          .deleteFrom('consultation_answers')
          .where('consultation_id', '=', id)
          .where('user_id', '=', userId)
          .execute()
    })
    return answer({ planId, userId, role: membership.role })
  })

  router.member(setReplacement, async ({ planId, actor, membership, body }) => {
    const userId = body.userId ?? actor.userId
    if (userId !== actor.userId && !can(membership.role, 'manage')) throw new AppError('no-access')
    const { replacementId } = body
    await writer.writePlan(planId, actor.userId, async (tx, plan) => {
      await plan.append({
        type: 'consultation.changed',
        change: replacementId === null ? 'replacement-removed' : 'replacement-named',
      })
      const { id } = await mustRun(tx, planId, clock.now())
      await tx
        .deleteFrom('consultation_replacements')
        .where('consultation_id', '=', id)
        .where('user_id', '=', userId)
        .execute()
      if (replacementId === null) return
      const here = await tx
        .selectFrom('members')
        .select(['user_id', 'role'])
        .where('plan_id', '=', planId)
        .where('user_id', 'in', [userId, replacementId])
        .execute()
      const canStandIn = here.some(
        (member) => member.user_id === replacementId && can(member.role, 'comment'),
      )
      if (!here.some((member) => member.user_id === userId)) throw new AppError('member-not-found')
      if (!canStandIn || replacementId === userId)
        throw new AppError('invalid-values', {
          fields: [
            { path: 'replacementId', message: 'Kies iemand anders die op dit plan mag reageren.' },
          ],
        })
      await tx
        .insertInto('consultation_replacements')
        .values({
          consultation_id: id,
          user_id: userId,
          replacement_id: replacementId,
          at: clock.now(),
        })
        .execute()
    })
    return answer({ planId, userId: actor.userId, role: membership.role })
  })
}

const iso = (ms: number): string => new Date(ms).toISOString()

import type { Actor, Guard } from '#server/auth/guard.ts'
import type { Router } from '#server/http/router.ts'
import { endPlan as end } from '#server/plans/agreement/end-plan.ts'
import type { AgreementDeps } from '#server/plans/agreement/present.ts'
import { describeEnding } from '#server/plans/agreement/read-ending.ts'
import { type Ending, endPlan, getEnding } from '#shared/api/ending.ts'
import { AppError } from '#shared/errors.ts'

export function mountEnding(
  router: Router,
  { guard, ...agreeing }: AgreementDeps & { guard: Guard },
): void {
  const { db } = agreeing

  /** The name of the succeeding plan is only shown to a user who may read it, in this session. */
  async function endingFor(planId: string, actor: Actor): Promise<Ending | null> {
    const ending = await describeEnding(db, planId, actor.userId)
    const successor = ending?.successor ?? null
    return ending === null || successor === null || (await guard.reaches(successor.id, actor))
      ? ending
      : { ...ending, successor: null }
  }

  router.member(getEnding, async ({ planId, actor }) => ({
    ending: await endingFor(planId, actor),
  }))
  router.member(endPlan, async ({ planId, actor, body }) => {
    if (body.kind === 'superseded' && !(await guard.reaches(body.successorId, actor)))
      throw new AppError('successor-unfit')
    await end(agreeing, { planId, userId: actor.userId, asked: body })
    return { ending: await endingFor(planId, actor) }
  })
}

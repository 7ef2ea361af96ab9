import type { Router } from '#server/http/router.ts'
import { linkPerson, readPeople } from '#server/plans/person-links.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { linkMember, listPeople } from '#shared/api/members.ts'

export type PersonLinksDependencies = {
  db: Storage
  writer: PlanWriter
  clock: Clock
  reading: PlanReading
}

/** Links of members to persons of the plan: made by hand, and never guessed from a name. */
export function mountPersonLinks(
  router: Router,
  { db, writer, clock, reading }: PersonLinksDependencies,
): void {
  const peopleNow = (planId: string) => readPeople({ db, reading }, planId)

  router.member(listPeople, async ({ planId }) => ({
    people: (await peopleNow(planId)).map(({ rowId, name, position, organisation }) => ({
      rowId,
      name,
      position,
      organisation,
    })),
  }))

  router.member(linkMember, async ({ planId, params, actor, membership, body }) => {
    const rows = new Set((await peopleNow(planId)).map((person) => person.rowId))
    await writer.writePlan(planId, actor.userId, (tx, plan) =>
      linkPerson(tx, plan, {
        now: clock.now(),
        actor: { userId: actor.userId, role: membership.role },
        userId: params.userId,
        rowId: body.rowId,
        rows,
      }),
    )
    return {}
  })
}

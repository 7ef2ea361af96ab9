import { expect } from 'vitest'
import type { PlanRow } from '#server/storage/tables.ts'
import type { NewerForm } from '#shared/api/newer-form.ts'
import type { Plan } from '#shared/api/plans.ts'
import type { Version } from '#shared/api/versions.ts'
import type { ProblemBody } from '#shared/errors.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { putStored } from '../support/stored-installation.ts'
import { type Person, TestInstallation } from './installation.ts'

export type OlderForm = Awaited<ReturnType<typeof openOlderForm>>

/** Plans that an earlier release stored, on the second version of each form. */
export async function openOlderForm() {
  const stored = await TestInstallation.open()
  await putStored(stored.db, 'before-the-year')
  /** A test that restarts it puts the new one here. */
  const its = { test: await stored.restart() }

  const rowOf = (planId: string) =>
    its.test.db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirstOrThrow()

  async function memberOf(title: string): Promise<{ who: Person; plan: PlanRow }> {
    const { id } = await its.test.db
      .selectFrom('plans')
      .select('id')
      .where('title', '=', title)
      .executeTakeFirstOrThrow()
    const plan = await rowOf(id)
    const owner = await its.test.db
      .selectFrom('user')
      .select(['name', 'email'])
      .where('id', '=', plan.created_by)
      .executeTakeFirstOrThrow()
    return { who: await its.test.person(owner.name, { email: owner.email }), plan }
  }

  /** Its coordinator, after the round of the stored plan was recalled. */
  async function inConcept(title: string) {
    const found = await memberOf(title)
    const { status } = await found.who.ask('PATCH', `/api/plans/${found.plan.id}`, {
      body: { status: 'concept' },
    })
    expect(status).toBe(200)
    return found
  }

  const newerOf = async (who: Person, planId: string) =>
    (await who.get<{ newer: NewerForm | null }>(`/api/plans/${planId}/newer-form`)).newer
  const follow = (who: Person, planId: string, version = 3) =>
    who.ask<Plan & ProblemBody>('POST', `/api/plans/${planId}/newer-form`, { body: { version } })
  const contentOf = (who: Person, planId: string) =>
    who.get<PlanContent>(`/api/plans/${planId}/content`)
  const versionsOf = async (who: Person, planId: string) =>
    (await who.get<{ versions: Version[] }>(`/api/plans/${planId}/versions`)).versions
  return Object.assign(its, { rowOf, memberOf, inConcept, newerOf, follow, contentOf, versionsOf })
}

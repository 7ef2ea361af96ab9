import type { PlanSummary } from '#shared/api/plans.ts'
import { planValues } from '#shared/plan/layout.ts'
import { editPlan } from './edit-plan.ts'
import { smallPlan, TestInstallation } from './installation.ts'

export type Page = { plans: PlanSummary[]; next?: string; total?: number; inApproval?: number }

export type ListedPlans = Awaited<ReturnType<typeof openListedPlans>>

/** A coordinator whose plans are listed by neighbourhood. */
export async function openListedPlans() {
  const test = await TestInstallation.open()
  const els = await test.person('Els')

  const page = (query = '', who = els) => who.get<Page>(`/api/plans${query}`)
  const wijken = async (query = '', who = els) =>
    (await page(query, who)).plans.map((plan) => plan.wijk)
  const named = (wijk: string) =>
    els.createPlan({ ...smallPlan, values: { ...smallPlan.values, wijk } })
  const rename = (planId: string, wijk: string) =>
    editPlan(test, { planId, who: els }, (doc) => planValues(doc).set('wijk', wijk))
  return { test, els, page, wijken, named, rename }
}

import type { InfiniteData } from '@tanstack/react-query'
import type { z } from 'zod'
import type { listPlans, PlanSummary } from '#shared/api/plans.ts'

type PlanPage = z.output<(typeof listPlans)['response']>
export type PlanPages = InfiniteData<PlanPage, string | null>

/** `total`: the number of plans on all pages, also pages that are not loaded. */
export type PlanList = { plans: PlanSummary[]; total: number; inApproval: number }

/** A plan that changed between the requests for two pages may be on both; it is listed once. */
export function listOfPages({ pages }: PlanPages): PlanList {
  const plans = [
    ...new Map(pages.flatMap((page) => page.plans).map((plan) => [plan.id, plan])).values(),
  ]
  return {
    plans,
    total: Math.max(pages[0]?.total ?? 0, plans.length),
    inApproval: pages[0]?.inApproval ?? plans.filter(({ status }) => status === 'approval').length,
  }
}

/** The cached plans of this device, as a list of one page. */
export function onePage(plans: PlanSummary[]): PlanPages {
  return { pages: [{ plans }], pageParams: [null] }
}

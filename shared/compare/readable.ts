import type { PlanContent } from '../plan/content.ts'

/** What of a plan is compared: problems and totals follow from it. */
export type Readable = Pick<PlanContent, 'values' | 'fields' | 'tables'>

import type { PlanContent } from '../plan/content.ts'

/** The compared parts of a plan: problems and totals follow from them. */
export type Readable = Pick<PlanContent, 'values' | 'fields' | 'tables'>

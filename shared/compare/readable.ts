import type { PlanContent } from '../plan/content.ts'

/** The parts of a plan that are compared: problems and totals follow from them. */
export type Readable = Pick<PlanContent, 'values' | 'fields' | 'tables'>

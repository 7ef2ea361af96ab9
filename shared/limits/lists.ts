import type { Limit } from './limit.ts'

/** What one request for a list may answer, and what may be read for it. */
export const listLimits = {
  plansPerPage: {
    max: 50,
    unit: 'plans',
    per: 'request',
    why: 'More than fits a screen; someone with hundreds of plans searches or asks for the next page.',
    over: { does: 'the answer ends, and says where the next page begins' },
  },
  plansReadPerListing: {
    max: 5,
    unit: 'plans read anew',
    per: 'request',
    why: 'Summaries are kept when a plan changes; after a crash or an upgrade a list reads a few that are behind.',
    over: { does: 'the other plans are shown as they were known, and read in the background' },
  },
  summariesWaiting: {
    max: 2_000,
    unit: 'plans whose summary is to be read',
    per: 'installation',
    why: 'As many as can be open; a plan that finds no place is read when it is listed or changed again.',
    over: { does: 'the plan is shown as it was known until it is listed or changed again' },
  },
  threadsPerPage: {
    max: 200,
    unit: 'threads',
    per: 'request',
    why: 'A lively plan has a hundred threads; more would keep everyone waiting while they are put into words.',
    over: { does: 'the answer ends, and says where the next page begins' },
  },
} as const satisfies Record<string, Limit>

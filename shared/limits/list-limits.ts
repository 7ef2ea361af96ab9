import type { Limit } from './limit.ts'

/** The size of one answer with a list, and the work for it. */
export const listLimits = {
  plansPerPage: {
    max: 50,
    unit: 'plans',
    per: 'request',
    why: 'More than fits a screen; a user with hundreds of plans searches or requests the next page.',
    over: { does: 'the answer ends with a cursor for the next page' },
  },
  accountsPerPage: {
    max: 50,
    unit: 'accounts',
    per: 'request',
    why: 'More than fits a screen; an administrator searches for a name or requests the next page.',
    over: { does: 'the answer ends with a cursor for the next page' },
  },
  managedPlansPerPage: {
    max: 25,
    unit: 'plans',
    per: 'request',
    why: 'The size of each is added up over its history; an administrator searches or requests the next page.',
    over: { does: 'the answer ends with a cursor for the next page' },
  },
  upkeepBytes: {
    max: 65_536,
    unit: 'bytes of notes about backups',
    per: 'request',
    why: 'Some hundreds of notes; the file grows by two a night for years.',
    over: { does: 'only the last ones are read' },
  },
  plansReadPerListing: {
    max: 5,
    unit: 'outdated plans read',
    per: 'request',
    why: 'Summaries are stored when a plan changes; after a crash or an upgrade a list reads a few outdated ones.',
    over: { does: 'the other plans show their stored summary, and are read in the background' },
  },
  summariesWaiting: {
    max: 2_000,
    unit: 'plans that wait for a new summary',
    per: 'installation',
    counted: 'apart',
    why: 'As many as can be open; a plan beyond that is read when it is listed or changed again.',
    over: { does: 'the plan shows its stored summary until it is listed or changed again' },
  },
  pastInvitesShown: {
    max: 50,
    unit: 'invitations that were used or expired',
    per: 'request',
    why: 'Enough to see who of a team came and who needs another link.',
    over: { does: 'older ones are left out; anyone who joined is in the list of members' },
  },
  inboxShown: {
    max: 100,
    unit: 'questions of each kind that wait for a person',
    per: 'request',
    why: 'More than anyone answers in a week; the list on the first page stays readable.',
    over: { does: 'the newest are shown; the others follow when those are done' },
  },
  tasksPerPlan: {
    max: 500,
    unit: 'open actions that are listed for the people who do them',
    per: 'plan',
    counted: 'stored',
    why: 'Actions of some years of meetings; each is a row that is compared when the plan changes.',
    over: { does: 'later ones are in the plan only' },
  },
  threadsPerPage: {
    max: 200,
    unit: 'threads',
    per: 'request',
    why: 'A lively plan has a hundred threads; encoding more would delay everyone else.',
    over: { does: 'the answer ends with a cursor for the next page' },
  },
} as const satisfies Record<string, Limit>

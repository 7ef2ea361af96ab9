import type { Limit } from './limit.ts'

/** Requests of one user, of any kind. */
export const personLimits = {
  reads: {
    burst: 2_000,
    refillMs: 20,
    unit: 'read requests',
    per: 'person',
    counted: 'apart',
    why: 'Twenty screens that each reload everything after every comment of a meeting.',
    over: 'too-many',
  },
  writes: {
    burst: 2_000,
    refillMs: 200,
    unit: 'write requests',
    per: 'person',
    counted: 'apart',
    why: 'Each is a commit with a line in a trail; weeks of offline work arrive at once.',
    over: 'too-many',
  },
  inboxStreamsPerPerson: {
    max: 12,
    unit: 'open streams of hints about *Voor u*',
    per: 'person',
    counted: 'apart',
    why: 'One for each screen that is looked at, and lines that broke without a word; a screen without one asks once a minute.',
    over: 'too-many-screens',
  },
  inboxStreams: {
    max: 5_000,
    unit: 'open streams of hints about *Voor u*',
    per: 'installation',
    counted: 'apart',
    why: 'Each is an idle connection of a few kilobytes; a region with a thousand people has one or two for each.',
    over: 'too-many',
  },
  partsWaitingPerPerson: {
    max: 24,
    unit: 'waiting requests for parts of a plan',
    per: 'person',
    counted: 'apart',
    why: 'Each is an open request that reads the parts again at each change; a person has some tabs and a telephone.',
    over: 'too-many',
  },
  anonymousRequests: {
    burst: 600,
    refillMs: 50,
    unit: 'requests without a session',
    per: 'address',
    counted: 'apart',
    why: 'A practice behind one address opens its invitations and read links at the start of a meeting.',
    over: 'too-many',
  },
} as const satisfies Record<string, Limit>

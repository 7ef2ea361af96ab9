import type { Limit } from './limit.ts'

/** What one user may request of the server, whatever the request. */
export const personLimits = {
  reads: {
    burst: 2_000,
    refillMs: 20,
    unit: 'requests that read',
    per: 'person',
    why: 'Twenty screens that each ask anew for everything after every comment of a meeting.',
    over: 'too-many',
  },
  writes: {
    burst: 2_000,
    refillMs: 200,
    unit: 'requests that change something',
    per: 'person',
    why: 'Each is a commit with a line in a trail; what was done in weeks without a connection comes in at once.',
    over: 'too-many',
  },
  partsWaitingPerPerson: {
    max: 24,
    unit: 'screens with parts of a plan that wait for a change',
    per: 'person',
    why: 'Each is a request that stays open and reads the parts anew at each change; a person has some tabs and a telephone.',
    over: 'too-many',
  },
  anonymousRequests: {
    burst: 600,
    refillMs: 50,
    unit: 'requests of people who are not signed in',
    per: 'address',
    why: 'A practice behind one address opens its invitations and read links at the start of a meeting.',
    over: 'too-many',
  },
} as const satisfies Record<string, Limit>

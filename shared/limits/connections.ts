import { maxFrameBytes, maxPlanBytes } from '../protocol/messages.ts'
import type { Limit } from './limit.ts'

/** What live editing may take: connections, messages, open plans. */
export const connectionLimits = {
  connectionsPerPlan: {
    max: 250,
    unit: 'connections',
    per: 'plan',
    why: 'A whole neighbourhood with three screens each.',
    over: 'too-many',
    rule: 'LI3',
  },
  streamsPerPerson: {
    max: 24,
    unit: 'connections over plain HTTP',
    per: 'person',
    why: 'Each keeps what it has not sent yet in memory; a person has some tabs and a telephone.',
    over: 'too-many',
    rule: 'HT1',
  },
  openPlans: {
    max: 2_000,
    unit: 'open plans',
    per: 'installation',
    why: 'All plans of a large region at once, at the size that plans have.',
    over: 'too-many',
    rule: 'LI5',
  },
  planBytes: {
    max: maxPlanBytes,
    unit: 'bytes',
    per: 'plan',
    why: 'Twenty times a plan of 60 pages and 500 rows; more would keep everyone waiting who opens it.',
    over: 'plan-full',
    rule: 'LI4',
  },
  frameBytes: {
    max: maxFrameBytes,
    unit: 'bytes',
    per: 'message',
    why: 'Whatever fits in a plan can be brought in one message, such as weeks of work without a connection.',
    over: 'too-large',
    rule: 'UP5',
  },
} as const satisfies Record<string, Limit>

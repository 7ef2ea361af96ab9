import type { Limit } from './limit.ts'

const ended = { does: 'the connection is ended (408 when nothing was answered yet)' } as const

/** What a request and its answer may take of the line, before and after anyone knows whose it is. */
export const requestLimits = {
  requestHead: {
    max: 10_000,
    unit: 'ms',
    per: 'request',
    why: 'A head is one packet or two; whoever sends a byte a minute keeps nothing open.',
    over: ended,
    rule: 'LI6',
  },
  requestBody: {
    max: 120_000,
    unit: 'ms',
    per: 'request',
    why: 'The largest file over a line of 85 kB/s.',
    over: ended,
  },
  requestBodySilence: {
    max: 10_000,
    unit: 'ms',
    per: 'request',
    why: 'A train that enters a tunnel; the client sends it anew afterwards.',
    over: ended,
  },
  requestBodyPace: {
    max: 1_000,
    unit: 'ms for each KiB, on average after the first ten seconds',
    per: 'request',
    why: 'Slower than any mobile network; a body that drips keeps a socket and a buffer.',
    over: ended,
  },
  answerSilence: {
    max: 30_000,
    unit: 'ms in which nothing of a waiting answer is read',
    per: 'request',
    why: 'What is not read waits in memory, up to megabytes; a laptop that fell asleep asks again.',
    over: ended,
  },
  jsonBytes: {
    max: 64 * 1024,
    unit: 'bytes',
    per: 'request',
    why: 'Ten times the longest comment with all that can stand beside it.',
    over: 'too-large',
  },
  newPlanBytes: {
    max: 2 * 1024 * 1024,
    unit: 'bytes of a whole plan that is posted',
    per: 'request',
    why: 'The content of a plan of 60 pages and 500 rows, four times.',
    over: 'too-large',
  },
} as const satisfies Record<string, Limit>

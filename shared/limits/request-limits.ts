import type { Limit } from './limit.ts'

const ended = { does: 'the connection is ended (408 when nothing was answered yet)' } as const

/** Size and duration of a request and its answer, before and after its user is known. */
export const requestLimits = {
  requestHead: {
    max: 10_000,
    unit: 'ms',
    per: 'request',
    why: 'A head is one packet or two; a client that sends a byte a minute must not hold a socket.',
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
    why: 'A train that enters a tunnel; the client sends the request again afterwards.',
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
    unit: 'ms',
    per: 'request',
    why: 'Time without any progress. Unread bytes of an answer wait in memory, up to megabytes; a laptop that was asleep requests again.',
    over: ended,
  },
  jsonBytes: {
    max: 64 * 1024,
    unit: 'bytes',
    per: 'request',
    why: 'Ten times the longest comment with all its other fields.',
    over: 'too-large',
  },
  newPlanBytes: {
    max: 2 * 1024 * 1024,
    unit: 'bytes',
    per: 'request',
    why: 'The content of a plan of 60 pages and 500 rows, four times.',
    over: 'too-large',
  },
} as const satisfies Record<string, Limit>

import type { Limit } from './limit.ts'

/** Files that are made and read: work that takes seconds and hundreds of megabytes each. */
export const fileLimits = {
  exportsPerPerson: {
    burst: 20,
    refillMs: 3_000,
    unit: 'files made',
    per: 'person',
    why: 'A coordinator sends a plan in every form to a meeting; nobody makes twenty a minute for long.',
    over: 'too-many',
  },
  filesWaiting: {
    max: 20,
    unit: 'files that wait to be made',
    per: 'installation',
    why: 'Each holds a whole plan in memory, and nobody sits through more than that.',
    over: 'files-busy',
  },
  filesWaitingPerPerson: {
    max: 3,
    unit: 'files that wait to be made',
    per: 'person',
    why: 'Word, PDF and Excel of one plan behind each other; more would fill the row that all share.',
    over: 'files-waiting',
  },
  fileMs: {
    max: 120_000,
    unit: 'ms for making one file',
    per: 'request',
    why: 'An archive of five thousand rows takes some fifteen seconds, and several times that on a busy machine.',
    over: 'file-too-slow',
  },
  fileMemoryMb: {
    max: 768,
    unit: 'MB for making one file',
    per: 'request',
    why: 'A plan of five thousand rows takes half of it; more would take the memory of everyone else.',
    over: 'file-too-heavy',
  },
  attachmentBytes: {
    max: 128 * 1024 * 1024,
    unit: 'bytes',
    per: 'request',
    why: 'The comments or the trail in an archive: half a million lines, which are in memory together.',
    over: 'file-too-heavy',
  },
  importsWaiting: {
    max: 8,
    unit: 'files that wait to be read',
    per: 'installation',
    why: 'Each is at most 10 MB, and one is read at a time.',
    over: 'too-many',
  },
  importMs: {
    max: 15_000,
    unit: 'ms for reading one file',
    per: 'request',
    why: 'The largest form that is taken is read in two seconds; longer is a file made to take long.',
    over: 'import-too-heavy',
  },
  importMemoryMb: {
    max: 256,
    unit: 'MB for reading one file',
    per: 'request',
    why: 'The largest form that is taken needs half of it.',
    over: 'import-too-heavy',
  },
  importsPerPerson: {
    burst: 10,
    refillMs: 6_000,
    unit: 'files read',
    per: 'person',
    why: 'Someone who tries a few files in a row is not stopped; one who goes on holds the only reading thread.',
    over: 'too-many',
  },
  importBytes: {
    max: 10 * 1024 * 1024,
    unit: 'bytes',
    per: 'request',
    why: 'A filled form with its pictures; a larger one keeps the thread that reads it from everyone else.',
    over: 'import-too-large',
  },
} as const satisfies Record<string, Limit>

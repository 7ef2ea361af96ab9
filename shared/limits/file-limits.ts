import type { Limit } from './limit.ts'

/** Exports and imports: work that takes seconds and hundreds of megabytes each. */
export const fileLimits = {
  exportsPerPerson: {
    burst: 20,
    refillMs: 3_000,
    unit: 'files made',
    per: 'person',
    why: 'A coordinator exports a plan in every format for a meeting; nobody needs twenty a minute for long.',
    over: 'too-many',
  },
  filesWaiting: {
    max: 20,
    unit: 'queued exports',
    per: 'installation',
    why: 'Each holds a whole plan in memory, and nobody waits for a longer queue.',
    over: 'files-busy',
  },
  filesWaitingPerPerson: {
    max: 3,
    unit: 'queued exports',
    per: 'person',
    why: 'Word, PDF and Excel of one plan; more would fill the shared queue.',
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
    why: 'A plan of five thousand rows takes half of it; more would take memory from everyone else.',
    over: 'file-too-heavy',
  },
  attachmentBytes: {
    max: 128 * 1024 * 1024,
    unit: 'bytes',
    per: 'request',
    why: 'The comments or the trail in an archive: half a million lines, all in memory at once.',
    over: 'file-too-heavy',
  },
  importsWaiting: {
    max: 8,
    unit: 'queued imports',
    per: 'installation',
    why: 'Each is at most 10 MB, and one is read at a time.',
    over: 'too-many',
  },
  importMs: {
    max: 15_000,
    unit: 'ms for reading one file',
    per: 'request',
    why: 'The largest accepted form is read in two seconds; a slower file was made to be slow.',
    over: 'import-too-heavy',
  },
  importMemoryMb: {
    max: 256,
    unit: 'MB for reading one file',
    per: 'request',
    why: 'The largest accepted form needs half of it.',
    over: 'import-too-heavy',
  },
  importsPerPerson: {
    burst: 10,
    refillMs: 6_000,
    unit: 'files read',
    per: 'person',
    why: 'A user may try a few files in a row; more would keep the only reading thread busy.',
    over: 'too-many',
  },
  importBytes: {
    max: 10 * 1024 * 1024,
    unit: 'bytes',
    per: 'request',
    why: 'A filled form with its pictures; a larger file would block the reading thread for everyone else.',
    over: 'import-too-large',
  },
} as const satisfies Record<string, Limit>

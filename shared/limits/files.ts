import { maxImportBytes } from '../api/imports.ts'
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
  importsPerPerson: {
    burst: 10,
    refillMs: 6_000,
    unit: 'files read',
    per: 'person',
    why: 'Someone who tries a few files in a row is not stopped; one who goes on holds the only reading thread.',
    over: 'too-many',
  },
  importBytes: {
    max: maxImportBytes,
    unit: 'bytes',
    per: 'request',
    why: 'A filled form with its pictures; a larger one keeps the thread that reads it from everyone else.',
    over: 'import-too-large',
  },
} as const satisfies Record<string, Limit>

import type { Limit } from './limit.ts'

/** Limits between servers and their database. */
export const databaseLimits = {
  databaseConnections: {
    max: 10,
    unit: 'connections to PostgreSQL for requests and jobs, for each server process',
    per: 'installation',
    counted: 'apart',
    why: 'PostgreSQL allows 100 by default, which several processes and a backup share.',
    over: { does: 'the next statement waits, at most 10 s' },
  },
  waitingNotifications: {
    max: 10_000,
    unit: 'notifications to other server processes that wait to be sent',
    per: 'installation',
    counted: 'apart',
    why: 'Each open plan and five people at it, in the few milliseconds between two sendings.',
    over: { does: 'the other processes find the change in the log within 2 s' },
  },
  notificationBytes: {
    max: 7_900,
    unit: 'bytes of one notification',
    per: 'message',
    why: 'PostgreSQL refuses 8,000 bytes and more.',
    over: { does: 'what does not fit goes in the next one' },
  },
  commitConnections: {
    max: 2,
    unit: 'connections to PostgreSQL for commits of text, for each server process',
    per: 'installation',
    counted: 'apart',
    why: 'One group commits at a time; the second connection asks how a broken commit ended.',
    over: { does: 'the next group waits, at most 10 s' },
  },
  copiedRows: {
    max: 500,
    unit: 'rows in one slice of a copy or check of a database (admin move, verify, backup, restore)',
    per: 'installation',
    counted: 'apart',
    why: 'Of 23 columns at most: SQLite takes 32,766 values in a statement and PostgreSQL 65,535.',
    over: { does: 'the next rows follow in the next batch' },
  },
  copiedBytes: {
    max: 8 * 1024 * 1024,
    unit: 'bytes of documents and files in one slice of a copy or check of a database',
    per: 'installation',
    counted: 'apart',
    why: 'A batch is in memory several times; one larger row is a batch by itself.',
    over: { does: 'the next rows follow in the next batch' },
  },
} as const satisfies Record<string, Limit>

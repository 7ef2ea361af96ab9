import type { Limit } from './limit.ts'

/** What can be asked by anyone who knows the address of the installation, and what comes of being refused. */
export const accessLimits = {
  connectionChecks: {
    burst: 120,
    refillMs: 500,
    unit: 'tries of the connection test',
    per: 'address',
    why: 'Open to anyone, so it is small: a test takes some six tries, and a practice shares one address.',
    over: 'too-many',
  },
  failedTokens: {
    burst: 20,
    refillMs: 3_000,
    unit: 'links that do not work',
    per: 'address',
    why: 'Tokens have 256 bits; this keeps guessing out of the log. Good links work whatever else was tried.',
    over: 'too-many',
  },
  signInLettersPerRecipient: {
    burst: 3,
    refillMs: 300_000,
    unit: 'sign-in letters',
    per: 'recipient',
    why: 'Someone who does not find the first letter asks for another; nobody fills the mailbox of another.',
    over: 'too-many',
  },
  refusedLines: {
    burst: 60,
    refillMs: 60_000,
    unit: 'refusals written down',
    per: 'person',
    why: 'Nobody fills the audit trail of a plan by being refused on and on.',
    over: { does: 'refused all the same, without another line in the trail' },
  },
} as const satisfies Record<string, Limit>

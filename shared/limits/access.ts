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
    why: 'From one network. Someone who does not find the first letter asks for another.',
    over: 'too-many',
  },
  signInLettersTogether: {
    burst: 12,
    refillMs: 600_000,
    unit: 'sign-in letters',
    per: 'recipient',
    why: 'From all networks together: many who ask for one address do not fill its mailbox.',
    over: { does: 'answered as always, without a letter: those that were sent work for a day' },
  },
  signInRequests: {
    burst: 40,
    refillMs: 15_000,
    unit: 'requests for a sign-in link',
    per: 'address',
    why: 'A whole practice behind one address asks on a Monday morning; nobody tries addresses by the thousand.',
    over: 'too-many',
  },
  signInRequestsWaiting: {
    max: 500,
    unit: 'requests for a sign-in link that wait',
    per: 'installation',
    why: 'They wait for a second, or for a slow mail server; a flood from many networks must not fill the memory.',
    over: 'too-many',
  },
  handedLinks: {
    burst: 60,
    refillMs: 60_000,
    unit: 'sign-in links for others',
    per: 'person',
    why: 'A coordinator lets a whole team in on one morning; each link is a line in the trail, for good.',
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

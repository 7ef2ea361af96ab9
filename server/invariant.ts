/**
 * Conditions that hold in a plan at all times, for any input of clients and any answer of storage.
 * They are asserted in production too: a plan that breaks one can't be trusted, so the server closes
 * that plan and reads it again from its log. The process and all other plans continue (IN1).
 */
const invariants = {
  'changes-in-order': 'Changes count in the order of their numbers: none twice, none left out.',
  'commit-answered': 'A commit gives each change one number, and the numbers of a plan increase.',
  'commit-before-show': 'The document is not shown while a change waits for its commit.',
  'commits-counted': 'No more commits end than began.',
  'acks-counted': 'An ack counts each received message once, and no other message.',
  'ack-before-seq': 'An ack names no change that was not announced.',
  'closed-is-silent': 'A closed plan announces nothing.',
  'joined-once': 'A connection joins a room once.',
  'size-not-negative': 'The size of a plan is not negative.',
  'log-keeps': 'A log does not end before a change that was read from it.',
  'snapshot-in-log': 'A snapshot does not reach beyond the end of its log.',
  'presence-one-id': 'A connection has presence under one client id, and none after it left.',
  'inbox-counted': 'An empty inbox counts no bytes.',
  'units-counted': 'Work is counted in units, and their number is not negative.',
  'opened-once': 'A plan is in memory once.',
  'left-before-closed': 'A plan is let go after its last connection.',
  'log-followed': 'A reading of a log reaches the head that was seen before it.',
  'seats-counted': 'A seat is given back once.',
  'no-fault': 'Code that runs after a commit throws nothing.',
} as const

export type InvariantName = keyof typeof invariants

export class InvariantError extends Error {
  readonly invariant: InvariantName
  constructor(invariant: InvariantName, options: { cause?: unknown } = {}) {
    super(`${invariant}: ${invariants[invariant]}`, options)
    this.name = 'InvariantError'
    this.invariant = invariant
  }
}

/** Throws an `InvariantError` when the condition is false. Each keystroke passes here: keep it cheap. */
export function assert(condition: boolean, invariant: InvariantName): asserts condition {
  if (!condition) throw new InvariantError(invariant)
}

/** An error after a commit, when no request is left to refuse. */
export function asInvariantError(error: unknown): InvariantError {
  return error instanceof InvariantError ? error : new InvariantError('no-fault', { cause: error })
}

/**
 * What holds in a plan at all times, whatever clients send and storage answers. It is asserted in production too: a plan in
 * which one of these is broken can't be trusted, so that plan is closed and read anew from its log. The process and all other
 * plans go on.
 */
const invariants = {
  'changes-in-order': 'Changes count in the order of their number: none twice, none left out.',
  'commit-answered': 'Each change of a commit gets one number, and those of a plan grow.',
  'commit-before-show': 'Nothing is shown while a change waits for its commit.',
  'commits-counted': 'No more commits end than began.',
  'acks-counted': 'An ack counts each message once, and none that did not come in.',
  'ack-before-seq': 'An ack names no change that was not told to its room.',
  'closed-is-silent': 'A closed plan tells nothing.',
  'joined-once': 'A connection joins a room once.',
  'size-not-negative': 'A plan is at least as large as nothing.',
  'log-keeps': 'A log does not end before what was read of it.',
  'no-fault': 'What a plan does after a commit throws nothing.',
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

/** Throws an `InvariantError` where the condition does not hold. On the way of each keystroke: give it a cheap condition. */
export function assert(condition: boolean, invariant: InvariantName): asserts condition {
  if (!condition) throw new InvariantError(invariant)
}

/** What went wrong after a commit, when nobody is left to refuse anything to. */
export function asInvariantError(error: unknown): InvariantError {
  return error instanceof InvariantError ? error : new InvariantError('no-fault', { cause: error })
}

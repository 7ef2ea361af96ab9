/** The possible answers. `withdrawn` revokes the previous answer, and is an entry of its own. */
export type Verdict = 'agreed' | 'agreed-with-remark' | 'not-agreed'
export type AnswerKind = Verdict | 'withdrawn'

export type Answer = { id: string; versionId: string; seat: string; verdict: AnswerKind }

/** Versions in the order in which they were presented. */
export type Presented = {
  versionId: string
  /**
   * Set if the coordinator marked the difference with this version as spelling only: answers on
   * that version still count.
   */
  editorialOf: string | null
}

/**
 * The standing of one seat on the last presented version. No answer is `waiting` and never anything
 * else; an answer on an earlier version is `outdated` and no longer counts, unless only spelling
 * changed since.
 */
export type Standing<A extends Answer> =
  | { kind: 'waiting' }
  | {
      kind: 'agreed'
      answer: A
      /** The answer was given on an earlier version, of which only the spelling changed. */
      isCarried: boolean
    }
  | { kind: 'not-agreed'; answer: A; isCarried: boolean }
  | { kind: 'withdrawn'; answer: A }
  | { kind: 'outdated'; answer: A }

/**
 * The meaning of an answer for its seat. A new kind of answer does not compile until this says
 * whether it agrees.
 */
const meanings: Readonly<Record<AnswerKind, 'agreed' | 'not-agreed' | 'withdrawn'>> = {
  agreed: 'agreed',
  'agreed-with-remark': 'agreed',
  'not-agreed': 'not-agreed',
  withdrawn: 'withdrawn',
}

/** `answers` in the order in which they were given. */
export function standingOf<A extends Answer>(
  seat: string,
  presented: readonly Presented[],
  answers: readonly A[],
): Standing<A> {
  const own = answers.filter((answer) => answer.seat === seat)
  const lastOn = (versionId: string) => own.findLast((answer) => answer.versionId === versionId)
  const current = presented.at(-1)
  if (current === undefined) return { kind: 'waiting' }
  for (
    let version: Presented | undefined = current;
    version !== undefined;
    version = presented.find((one) => one.versionId === version?.editorialOf)
  ) {
    const answer = lastOn(version.versionId)
    if (answer === undefined) continue
    const isCarried = version !== current
    const kind = meanings[answer.verdict]
    return kind === 'withdrawn' ? { kind, answer } : { kind, answer, isCarried }
  }
  const earlier = presented
    .slice(0, -1)
    .toReversed()
    .flatMap((version) => lastOn(version.versionId) ?? [])[0]
  return earlier === undefined || earlier.verdict === 'withdrawn'
    ? { kind: 'waiting' }
    : { kind: 'outdated', answer: earlier }
}

/** The seats without a valid akkoord. */
export function missingSeats<A extends Answer>(
  seats: readonly string[],
  presented: readonly Presented[],
  answers: readonly A[],
): string[] {
  return seats.filter((seat) => standingOf(seat, presented, answers).kind !== 'agreed')
}

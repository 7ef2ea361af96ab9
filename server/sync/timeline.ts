import type { KnownHead } from './plan-log.ts'

/** Where the log of all plans continued; another timeline may lack changes of the one before. */
export type Timeline = {
  readonly current: string | null
  /** Whether the other one began after this one: here nothing is kept that is written now. */
  isEarlierThan(timeline: string): boolean
  /** Gives a plan a new epoch, if a timeline after this one began without a known change. */
  renew(known: KnownHead, timeline: string): Promise<boolean>
}

export const noTimeline: Timeline = {
  current: null,
  isEarlierThan: () => false,
  renew: async () => false,
}

import type { Target } from './target.ts'

/** One statement about the server during or after an attack, and whether it held. */
export type Claim = { text: string; holds: boolean }

export type Outcome = {
  /** What was really sent, in a few words with counts: an attack that did nothing proves nothing. */
  did: string
  claims: readonly Claim[]
}

/**
 * One way in which one person tries to stop the others. `prepare` makes what it needs before anything is measured and
 * answers the attack itself. `scale` multiplies how much is sent; 1 is what `npm test -- --all` plays.
 */
export type Attack = {
  id: string
  title: string
  prepare(target: Target, scale: number): Promise<() => Promise<Outcome>>
}

export const claim = (text: string, holds: boolean): Claim => ({ text, holds })

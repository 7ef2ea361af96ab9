import type { Target } from './target.ts'

/** One statement about the server during or after an attack, and whether it held. */
export type Claim = { text: string; holds: boolean }

export type Outcome = {
  /** A summary of the sent traffic, with counts: an attack that sent nothing proves nothing. */
  did: string
  claims: readonly Claim[]
}

/**
 * One way in which one user tries to stop the others. `prepare` sets up the attack before the measurement and returns the
 * attack itself. `scale` multiplies the traffic; `npm test -- --all` uses 1.
 */
export type Attack = {
  id: string
  title: string
  prepare(target: Target, scale: number): Promise<() => Promise<Outcome>>
}

export const claim = (text: string, holds: boolean): Claim => ({ text, holds })

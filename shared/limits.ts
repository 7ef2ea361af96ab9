import { AppError, type ErrorCode } from './errors.ts'
import { accessLimits } from './limits/access-limits.ts'
import { connectionLimits } from './limits/connection-limits.ts'
import { databaseLimits } from './limits/database-limits.ts'
import { fileLimits } from './limits/file-limits.ts'
import type { CountLimit, Limit, RateLimitEntry } from './limits/limit.ts'
import { listLimits } from './limits/list-limits.ts'
import { mailLimits } from './limits/mail-limits.ts'
import { pasteLimits } from './limits/paste-limits.ts'
import { personLimits } from './limits/person-limits.ts'
import { planLimits } from './limits/plan-limits.ts'
import { requestLimits } from './limits/request-limits.ts'
import { textLimits } from './limits/text-limits.ts'
import { uploadLimits } from './limits/upload-limits.ts'

/**
 * Every limit of the product: the resources that one user, plan, address or message may use, so
 * that nobody exhausts shared ones. Code takes its numbers only from here, docs/limits.md is
 * generated from this table, and each entry has a test whose title names it (tests/limits.test.ts).
 * A constant of one algorithm, such as the depth at which a comparison stops, stays with that
 * algorithm.
 */
export const limits = {
  ...personLimits,
  ...planLimits,
  ...mailLimits,
  ...accessLimits,
  ...requestLimits,
  ...textLimits,
  ...pasteLimits,
  ...connectionLimits,
  ...databaseLimits,
  ...fileLimits,
  ...uploadLimits,
  ...listLimits,
}

export type LimitName = keyof typeof limits

type NamesOf<Kind> = {
  [Name in LimitName]: (typeof limits)[Name] extends Kind ? Name : never
}[LimitName]
/** Limits on how much there can be. */
export type CountLimitName = NamesOf<CountLimit>
/** Limits on rates. */
export type RateLimitName = NamesOf<RateLimitEntry>
/** Rates that several servers count together. */
export type SharedRateName = NamesOf<RateLimitEntry & { counted: 'together' }>

export const limitNames = Object.keys(limits) as LimitName[]

/** Called each time a limit refused something, for the metric `wijktafel_limited_total`. */
export type OnLimited = (name: LimitName) => void

/**
 * A refusal because of a limit. It carries the name of the limit, so that the one place that
 * answers errors can count it.
 */
export class LimitError extends AppError {
  readonly limit: LimitName
  constructor(limit: LimitName, options: { detail?: string } = {}) {
    super(codeOf(limit), options)
    this.limit = limit
  }
}

/** Throws if the maximum number is already reached. */
export function mustBeUnder(limit: CountLimitName, count: number): void {
  if (count >= limits[limit].max) throw new LimitError(limit)
}

function codeOf(name: LimitName): ErrorCode {
  const { over }: Limit = limits[name]
  if (typeof over !== 'string') throw new Error(`Nothing is refused because of "${name}".`)
  return over
}

import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Tables } from './tables.ts'

const forgottenDomain = '@vergeten.invalid'

/** An address that belongs to nobody: no letter is delivered there, and nobody can prove it. */
export const forgottenEmail = (userId: string): string => `${userId}${forgottenDomain}`

/**
 * A forgotten account. The whole address is compared: anyone can claim another one of this domain,
 * and would be invisible to administrators.
 */
export const isForgotten = ({ ref }: ExpressionBuilder<Tables, 'user'>) =>
  sql<SqlBool>`${ref('user.email')} = ${ref('user.id')} || ${forgottenDomain}`

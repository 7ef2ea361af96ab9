import type { z } from 'zod'
import { type Me, MeSchema } from '#shared/api/me.ts'
import { PlanSchema, type PlanSummary, PlanSummarySchema } from '#shared/api/plans.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import { prefix, readStored, store, storedKeys } from './copy-names.ts'

/** The data besides the document that screens need to open a plan without a connection, stored per user. */
const meKey = `${prefix}:me`
const cachePrefix = `${prefix}:kept`
const keyOf = (userId: string, name: string) => `${cachePrefix}:${userId}:${name}`

/** Another release may have stored another shape: an entry that does not parse counts as absent. */
function read<T extends z.ZodType>(userId: string, name: string, schema: T): z.output<T> | null {
  return schema.safeParse(readStored(keyOf(userId, name))).data ?? null
}

/** The user who was last signed in here; null after signing out. */
export function cachedMe(): Me | null {
  return MeSchema.safeParse(readStored(meKey)).data ?? null
}

export function cacheMe(me: Me | null): void {
  store(meKey, me)
}

export const planName = (planId: string) => `plan:${planId}`
export const formatName = (formatId: string, version: number) => `format:${formatId}:${version}`
export const plansName = 'plans'

export function cacheValue(userId: string, name: string, value: unknown): void {
  store(keyOf(userId, name), value)
}

export function cachedPlan(userId: string, planId: string) {
  return read(userId, planName(planId), PlanSchema)
}

/** Also plans that the user opened by a link, without the list of plans. */
export function cachedPlans(userId: string): PlanSummary[] | null {
  const listed = read(userId, plansName, PlanSummarySchema.array()) ?? []
  const start = keyOf(userId, planName(''))
  const opened = storedKeys(start).flatMap(
    (key) => cachedPlan(userId, key.slice(start.length)) ?? [],
  )
  const all = [...listed, ...opened.filter((plan) => !listed.some(({ id }) => id === plan.id))]
  return all.length === 0 ? null : all
}

export function cachedFormat(userId: string, formatId: string, version: number) {
  return read(userId, formatName(formatId, version), FormatSchema)
}

/** Removes all data of this user, or their data of one plan. */
export function dropCached(userId: string, planId?: string): void {
  if (planId !== undefined) return void store(keyOf(userId, planName(planId)), null)
  for (const key of storedKeys(`${cachePrefix}:${userId}:`)) store(key, null)
}

/** Ids of the users who have data on this device. */
export function peopleHere(): string[] {
  const starts = [`${cachePrefix}:`, `${prefix}:known:`, `${prefix}:rescue:`]
  return [
    ...new Set(
      starts.flatMap((start) =>
        storedKeys(start).map((key) => key.slice(start.length).split(':')[0] ?? ''),
      ),
    ),
  ]
}

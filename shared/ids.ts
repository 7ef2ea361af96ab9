import { z } from 'zod'

/** Ids are opaque strings; the brand keeps one kind from being passed where another is meant. */
const opaqueId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

export const PlanIdSchema = opaqueId.brand<'PlanId'>()
export type PlanId = z.infer<typeof PlanIdSchema>

export const UserIdSchema = opaqueId.brand<'UserId'>()
export type UserId = z.infer<typeof UserIdSchema>

/** Row ids come from clients, so they are checked wherever a row is read. */
export const isRowId = (value: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(value)

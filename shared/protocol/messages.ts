import { z } from 'zod'
import { RoleSchema } from '../access.ts'
import { DisciplineSchema } from '../disciplines.ts'

/**
 * The wire: the y-websocket protocol on `/sync/<planId>` plus, for clients that ask with `?ext=1`,
 * extension messages: a varUint type and a body. PROTOCOL.md holds the numbered rules. 2: a version holds the form alone; a
 * program that expects the year in it would empty the actual costs when it restores one, so it fetches a newer program first.
 */
export const protocolVersion = 2

/** Message types of y-websocket. */
export const messageTypes = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  hello: 100,
  ack: 101,
  event: 102,
  refused: 103,
} as const
/** Kinds of sync message (y-protocols/sync). */
export const syncTypes = { step1: 0, step2: 1, update: 2 } as const

/**
 * Largest plan: five times one of 60 pages and 500 rows. A larger plan would delay everyone who
 * opens it.
 */
export const maxPlanBytes = 2 * 1024 * 1024
/**
 * Largest frame a client may send: the content of a whole plan fits in one message, such as weeks
 * of offline work.
 */
export const maxFrameBytes = maxPlanBytes + 1024
/** Largest presence state of one client. */
export const maxAwarenessBytes = 4 * 1024

export const HelloSchema = z.object({
  protocol: z.int(),
  epoch: z.string(),
  /**
   * Where the log of all plans continued after a failover, with the standby that took over; null
   * where that can't happen.
   */
  timeline: z.string().nullable().default(null),
  seq: z.int(),
  /**
   * Number of the last event: a client that has seen it has missed none, and need not request
   * anything again.
   */
  eventSeq: z.int(),
  role: RoleSchema,
  limits: z.object({ maxFrameBytes: z.int() }),
  /** More than half of the maximum size of a plan. */
  isOverHalf: z.boolean().default(false),
})
export type Hello = z.infer<typeof HelloSchema>

/** The field `user` of a presence state: set by the server, whatever a client claims. */
export const PresenceUserSchema = z.object({
  id: z.string(),
  name: z.string(),
  initials: z.string(),
  discipline: DisciplineSchema.nullable(),
  color: z.string(),
})
export type PresenceUser = z.infer<typeof PresenceUserSchema>

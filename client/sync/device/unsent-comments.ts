import { z } from 'zod'
import { CreateCommentSchema, CreateThreadSchema } from '#shared/api/comments.ts'
import { prefix, readStored, store } from './copy-names.ts'

/**
 * Comments that wait on this device for a connection, per user and plan. Each has the id that makes a repeated request
 * harmless and the moment at which it was written.
 */
const common = {
  clientId: z.string(),
  writtenAt: z.string(),
  place: z.string(),
  /** The reason of the server's refusal. */
  refusal: z.string().optional(),
}
const UnsentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('thread'), ...common, body: CreateThreadSchema }),
  z.object({
    kind: z.literal('reply'),
    ...common,
    threadId: z.string(),
    body: CreateCommentSchema,
  }),
])
export type Unsent = z.infer<typeof UnsentSchema>

export type UnsentOf = { userId: string; planId: string }

const keyOf = ({ userId, planId }: UnsentOf) => `${prefix}:unsent:${userId}:${planId}`

export function readUnsent(of: UnsentOf): Unsent[] {
  const stored = readStored(keyOf(of))
  return Array.isArray(stored)
    ? stored.flatMap((item) => UnsentSchema.safeParse(item).data ?? [])
    : []
}

/** False if this device can't store anything: the text then has to stay in its box. */
export function addUnsent(of: UnsentOf, item: Unsent): boolean {
  return write(of, [...readUnsent(of).filter((other) => other.clientId !== item.clientId), item])
}

export function removeUnsent(of: UnsentOf, clientId: string): void {
  write(
    of,
    readUnsent(of).filter((item) => item.clientId !== clientId),
  )
}

/** Read again each time: another tab may have sent or added some meanwhile. */
export function setRefusal(of: UnsentOf, clientId: string, refusal: string | undefined): void {
  write(
    of,
    readUnsent(of).map((item) => {
      const { refusal: _, ...rest } = item
      if (item.clientId !== clientId) return item
      return refusal === undefined ? rest : { ...rest, refusal }
    }),
  )
}

function write(of: UnsentOf, items: readonly Unsent[]): boolean {
  return store(keyOf(of), items.length === 0 ? null : items)
}

import { z } from 'zod'
import { TextRangeSchema } from '#shared/comments/text-range.ts'
import { TargetSchema } from '#shared/plan/content.ts'
import { readStored, store, storedKeys } from './copy-names.ts'
import { begunPrefix } from './drop-begun-texts.ts'

/** Long enough for a holiday, short enough for a shared computer. */
const keptForMs = 14 * 24 * 60 * 60 * 1000
/** Per person: more begun texts than anybody finishes. The oldest makes room. */
const mostTexts = 50

const BegunTextSchema = z.object({
  text: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** Of a new thread: the words and the place it is about. */
  thread: z.object({ target: TargetSchema, range: TextRangeSchema.optional() }).optional(),
})
type BegunText = z.infer<typeof BegunTextSchema>
export type BegunThread = NonNullable<BegunText['thread']>

/** A text that a person began and did not send yet. `name`: what it is for, such as `reply/<thread>`. */
export type BegunOf = { userId: string; name: string }

const keyOf = ({ userId, name }: BegunOf) => `${begunPrefix(userId)}${name}`

export function readBegun(of: BegunOf, nowMs: number): BegunText | null {
  return fresh(keyOf(of), nowMs)
}

/** An empty text is no begun text. False if this device can't store anything. */
export function keepBegun(of: BegunOf, begun: BegunText): boolean {
  if (begun.text.trim() === '') return dropBegun(of)
  makeRoom(of, begun.at)
  return store(keyOf(of), begun)
}

export function dropBegun(of: BegunOf): boolean {
  return store(keyOf(of), null)
}

/** The begun texts with a name that starts like this, newest first; `name` is the rest of the name. */
export function begunTexts(of: BegunOf, nowMs: number): (BegunText & { name: string })[] {
  const start = keyOf(of)
  return storedKeys(start)
    .flatMap((key) => {
      const begun = fresh(key, nowMs)
      return begun === null ? [] : [{ ...begun, name: key.slice(start.length) }]
    })
    .sort((a, b) => b.at - a.at)
}

function fresh(key: string, nowMs: number): BegunText | null {
  const begun = BegunTextSchema.safeParse(readStored(key)).data
  if (begun !== undefined && begun.at + keptForMs > nowMs) return begun
  store(key, null)
  return null
}

function makeRoom(of: BegunOf, nowMs: number): void {
  const others = begunTexts({ userId: of.userId, name: '' }, nowMs).filter(
    ({ name }) => name !== of.name,
  )
  for (const { name } of others.slice(mostTexts - 1)) dropBegun({ userId: of.userId, name })
}

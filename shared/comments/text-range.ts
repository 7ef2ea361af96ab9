import { z } from 'zod'
import * as commentsText from '../text/comments.ts'
import { cleanLine } from './body.ts'
import { reach } from './quote-context.ts'

const IdSchema = z.object({ client: z.int().min(0), clock: z.int().min(0) })

/**
 * A Yjs relative position as JSON: beside a character (`item`), or at an end of a part (`type`,
 * `tname`).
 */
export const RelativePositionSchema = z
  .object({
    type: IdSchema.nullish(),
    tname: z.string().max(100).nullish(),
    item: IdSchema.nullish(),
    assoc: z.int().min(-1).max(1).nullish(),
  })
  .refine(
    (position) => position.item != null || position.type != null || position.tname != null,
    commentsText.unreadablePlace,
  )
export type RelativePosition = z.infer<typeof RelativePositionSchema>

export const maxQuoteLength = 500

const QuoteSchema = z
  .string()
  .transform((quote) => cleanLine(quote).slice(0, maxQuoteLength).trim())
  .pipe(z.string().min(1, commentsText.selectFirst))

/** Words of a rich text: two positions that follow every edit, and the original words. */
export const TextRangeSchema = z.object({
  from: RelativePositionSchema,
  to: RelativePositionSchema,
  quote: QuoteSchema,
  /** Added by the server; missing in older ranges. */
  around: z.object({ before: z.string().max(reach), after: z.string().max(reach) }).optional(),
})
export type TextRange = z.infer<typeof TextRangeSchema>

/**
 * Words of a text by offset, for clients that have the text without its document, where Yjs
 * positions have no meaning. From the first unit to after the last; breaks between blocks count as
 * one unit.
 */
export const WordsSchema = z.object({
  from: z.int().min(0),
  to: z.int().min(1),
  quote: QuoteSchema,
})
export type Words = z.infer<typeof WordsSchema>

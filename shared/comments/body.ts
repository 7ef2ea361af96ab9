import { z } from 'zod'
import * as commentsText from '../text/comments.ts'

export const maxBodyLength = 5000

/**
 * Invisible characters, copied from a PDF or Word or inserted to reverse the reading direction:
 * nobody types these.
 */
const unseen = /[\p{Cc}\p{Cs}\ufeff\u202a-\u202e\u2066-\u2069]/gu

/**
 * The text of a comment as stored: line breaks stay, invisible characters are removed, and several
 * empty lines become one.
 */
export function cleanBody(text: string): string {
  return withLineBreaks(text)
    .replace(unseen, (character) => (character === '\n' || character === '\t' ? character : ''))
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A text on one line, such as a quote or a reason. */
export function cleanLine(text: string): string {
  return withLineBreaks(text).replace(/\s+/g, ' ').replace(unseen, '').trim()
}

/** Word writes a line break as a vertical tab. */
function withLineBreaks(text: string): string {
  return text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
}

export const BodySchema = z
  .string()
  .transform(cleanBody)
  .pipe(
    z
      .string()
      .min(1, commentsText.writeFirst)
      .max(maxBodyLength, commentsText.commentTooLong(maxBodyLength.toLocaleString('nl'))),
  )

/** The reason why a likely BSN is not one; stored without the digits. */
export const NotBsnSchema = z.object({
  notBsn: z
    .string()
    .transform(cleanLine)
    .pipe(z.string().min(3, commentsText.giveReason).max(200, commentsText.keepReasonShort)),
})

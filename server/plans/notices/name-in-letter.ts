import { cleanLine } from '#shared/comments/body.ts'
import { limits } from '#shared/limits.ts'

/**
 * A name or title that a user typed, for a letter that we send: one short line in which no mail program finds a link. Or
 * anyone could have us send their own message, with their own address to click, to people who trust our sender.
 */
export function nameInLetter(text: string): string {
  const plain = cleanLine(text)
    .replace(/[a-z][a-z0-9+.-]*:\/\/|\b(?:mailto|tel|sms|data|javascript):/giu, '')
    // "voorbeeld.nl" is made a link of too; after a space it is two words. Initials (J.W.) stay as they are.
    .replace(/(?<=[\p{L}\p{N}-])[.。](?=\p{L}{2,})/gu, '. ')
  const { max } = limits.nameInLetter
  const letters = [...plain]
  return letters.length <= max
    ? plain
    : `${letters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
}

/** The same between quotation marks, so that nobody takes it for our own words. */
export const quotedName = (text: string): string => `“${nameInLetter(text).replace(/[“”"]/g, '’')}”`

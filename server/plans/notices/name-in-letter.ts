import { cleanLine } from '#shared/comments/body.ts'
import { limits } from '#shared/limits.ts'

/**
 * A name or title that a user typed, for a letter: one short line in which no mail program detects
 * a link. Otherwise an attacker could use our sender address to mail their own message, with a
 * link, to people who trust it.
 */
export function nameInLetter(text: string): string {
  const plain = cleanLine(text)
    .replace(/[a-z][a-z0-9+.-]*:\/\/|\b(?:mailto|tel|sms|data|javascript):/giu, '')
    // Mail programs make a link of "voorbeeld.nl" too; with a space inside it stays text. Initials
    // (J.W.) stay as they are.
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

/** In quotation marks, so that it can't pass for our own words. */
export const quotedName = (text: string): string => `“${nameInLetter(text).replace(/[“”"]/g, '’')}”`

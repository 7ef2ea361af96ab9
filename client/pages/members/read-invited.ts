import { z } from 'zod'
import { textLengths } from '#shared/limits/text-lengths.ts'

/** A person to invite, as written in the box; `at` is their range in the text, to remove them from it. */
export type Invited = {
  key: string
  name: string
  email: string | null
  at: { from: number; to: number }
}
export type ReadInvited = {
  people: Invited[]
  /** Pieces of the text that give no invitation. */
  bad: string[]
}

const address = /[^\s<>,;"'()]+@[^\s<>,;"'()]+/g
const email = z.email().max(textLengths.email)

/**
 * Reads names and addresses as people paste them: one per line, `Naam, adres`, `Naam <adres>`, or the address line of a mail
 * with commas or semicolons. A line without an address is a name. The same person twice counts once.
 */
export function readInvited(text: string): ReadInvited {
  const people: Invited[] = []
  const bad: string[] = []
  const seen = new Set<string>()
  for (const piece of text.matchAll(/[^\n\r;\t]+/g)) {
    for (const { name, address: found, from, to } of personsIn(piece[0])) {
      const label = name.slice(0, textLengths.personName)
      if (found === null && label === '') continue
      if (found === null ? label.includes('@') : !email.safeParse(found).success) {
        bad.push((found ?? label).slice(0, 80))
        continue
      }
      const key = (found ?? label).toLocaleLowerCase('nl-NL')
      if (seen.has(key)) continue
      seen.add(key)
      people.push({
        key,
        name: label,
        email: found,
        at: { from: piece.index + from, to: piece.index + to },
      })
    }
  }
  return { people, bad }
}

type Found = { name: string; address: string | null; from: number; to: number }

function personsIn(line: string): Found[] {
  const found = [...line.matchAll(address)]
  if (found.length === 0)
    return [{ name: cleanName(line), address: null, from: 0, to: line.length }]
  return found.map((match, index) => {
    const previous = found[index - 1]
    const from = previous === undefined ? 0 : previous.index + previous[0].length
    const to = index === found.length - 1 ? line.length : match.index + match[0].length
    const before = cleanName(line.slice(from, match.index))
    // `adres, Naam`: the rest of the line is the name where nothing stands before its only address.
    const after = found.length === 1 ? cleanName(line.slice(match.index + match[0].length)) : ''
    return { name: before || after, address: match[0].replace(/[.]+$/, ''), from, to }
  })
}

/** Without the signs that mail programs put around a name. */
const cleanName = (text: string): string =>
  text
    .replace(/[<>"()]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,:'-]+|[\s,:'-]+$/g, '')

/** The text without one of them; an empty line that is left goes too. */
export function withoutInvited(text: string, { at }: Invited): string {
  return `${text.slice(0, at.from)}${text.slice(at.to)}`
    .split('\n')
    .filter((line) => line.trim().replace(/[,;]/g, '') !== '')
    .join('\n')
}

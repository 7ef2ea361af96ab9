export type BodyPart =
  | { kind: 'text'; text: string }
  | { kind: 'mention'; text: string }
  | { kind: 'link'; text: string; href: string }

const address = /\bhttps?:\/\/[^\s<>"']+/gi
/** Characters at the end of an address that belong to the sentence. */
const tail = /[.,;:!?)\]}’”]+$/

/** The parts of the text of a comment: plain words, links with their full address, and mentioned people. */
export function bodyParts(body: string, names: readonly string[]): BodyPart[] {
  const parts: BodyPart[] = []
  let at = 0
  for (const match of body.matchAll(address)) {
    const text = match[0].replace(tail, '')
    const href = safeAddress(text)
    if (href === null) continue
    parts.push(...mentionParts(body.slice(at, match.index), names), { kind: 'link', text, href })
    at = match.index + text.length
  }
  return [...parts, ...mentionParts(body.slice(at), names)]
}

function safeAddress(text: string): string | null {
  try {
    const { protocol, username, href } = new URL(text)
    // The part before an @ looks like the host of the link, but is not.
    return (protocol === 'https:' || protocol === 'http:') && username === '' ? href : null
  } catch {
    return null
  }
}

function mentionParts(text: string, names: readonly string[]): BodyPart[] {
  const parts: BodyPart[] = []
  let rest = text
  while (rest !== '') {
    const found = names
      .map((name) => ({ name, index: rest.indexOf(`@${name}`) }))
      .filter(({ index }) => index !== -1)
      .toSorted((a, b) => a.index - b.index || b.name.length - a.name.length)[0]
    if (found === undefined) break
    if (found.index > 0) parts.push({ kind: 'text', text: rest.slice(0, found.index) })
    parts.push({ kind: 'mention', text: `@${found.name}` })
    rest = rest.slice(found.index + found.name.length + 1)
  }
  return rest === '' ? parts : [...parts, { kind: 'text', text: rest }]
}

type Named = { userId: string; name: string }

/** The people of this list that a text mentions. */
export function mentionedIn(body: string, people: readonly Named[]): string[] {
  return people
    .filter(({ name }) => name !== '' && body.includes(`@${name}`))
    .map(({ userId }) => userId)
}

/** The text between the last @ and the caret; null if it can't be a name. */
export function mentionQuery(text: string, caret: number): { from: number; query: string } | null {
  const match = /(?:^|\s)@([\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}'’.-]*){0,2})$/u.exec(
    text.slice(0, caret),
  )
  return match === null
    ? null
    : { from: caret - (match[1]?.length ?? 0) - 1, query: match[1] ?? '' }
}

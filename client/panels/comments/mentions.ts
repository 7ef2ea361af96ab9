/** A person whom a comment may mention. */
export type Named = { userId: string; name: string }

/** A name behind an @ in a text, at positions of the text in composed form (NFC). */
export type Mention = { from: number; to: number; people: readonly Named[] }

/** Characters that go on before an @: it then belongs to an e-mail address. */
const goesOnBefore = /[\p{L}\p{M}\p{N}._%+-]$/u
/** Characters with which a name goes on: Jan is not mentioned by Janneke, Jan-Willem, Jan's, or jan.nl. */
const goesOnAfter = /^(?:[\p{L}\p{M}\p{N}_@]|[-'’.][\p{L}\p{N}])/u

/**
 * The mentions in a text: an @ with a whole name, the longest name first. People with the same name are all in one mention;
 * which of them is meant only a choice from the list says.
 */
export function findMentions(body: string, people: readonly Named[]): Mention[] {
  const text = body.normalize('NFC')
  const byName = new Map<string, Named[]>()
  for (const person of people) {
    const name = person.name.normalize('NFC').trim()
    byName.set(name, [...(byName.get(name) ?? []), person])
  }
  const names = [...byName.keys()]
    .filter((name) => name !== '')
    .toSorted((a, b) => b.length - a.length)
  const found: Mention[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (goesOnBefore.test(text.slice(0, at))) continue
    const name = names.find(
      (candidate) =>
        text.startsWith(candidate, at + 1) &&
        !goesOnAfter.test(text.slice(at + 1 + candidate.length)),
    )
    if (name !== undefined)
      found.push({ from: at, to: at + 1 + name.length, people: byName.get(name) ?? [] })
  }
  return found
}

/**
 * The ids of the people that a text mentions. `chosen` are the people taken from the list, or mentioned before an edit. A
 * typed name that several members have mentions none of them: it would tell the wrong person.
 */
export function mentionedIn(
  body: string,
  people: readonly Named[],
  chosen: readonly Named[] = [],
): string[] {
  const chosenIds = new Set(chosen.map(({ userId }) => userId))
  const all = [...chosen, ...people.filter(({ userId }) => !chosenIds.has(userId))]
  const ids = findMentions(body, all).flatMap((mention) => {
    const meant = mention.people.filter(({ userId }) => chosenIds.has(userId))
    if (meant.length > 0) return meant
    return mention.people.length === 1 ? mention.people : []
  })
  return [...new Set(ids.map(({ userId }) => userId))]
}

/** Mentioned people whose name the text does not have: they took another name, or the text was written elsewhere. */
export function withoutName(body: string, mentioned: readonly Named[]): Named[] {
  const named = new Set(findMentions(body, mentioned).flatMap(({ people }) => people))
  return mentioned.filter((person) => !named.has(person))
}

/** The text between the last @ and the caret; null if it can't be a name. */
export function mentionQuery(text: string, caret: number): { from: number; query: string } | null {
  const match = /@([\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}'’.-]*){0,4})$/u.exec(text.slice(0, caret))
  if (match === null || goesOnBefore.test(text.slice(0, match.index))) return null
  return { from: match.index, query: match[1] ?? '' }
}

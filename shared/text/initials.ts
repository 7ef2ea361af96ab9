/** Two letters of a name, without the words in between: Wouter van den Hoogewal is WH. */
export function initialsOf(name: string): string {
  const weighty = weightyWords(name)
  const first = weighty[0] ?? ''
  const last = weighty.length > 1 ? (weighty.at(-1) ?? '') : ''
  return `${firstLetter(first)}${firstLetter(last)}`
}

function weightyWords(name: string): string[] {
  return name
    .trim()
    .split(/[\s]+/)
    .filter((word) => /\p{L}/u.test(word))
    .filter((word, index) => index === 0 || !/^['’]?\p{Ll}+$/u.test(word))
}

function firstLetter(word: string): string {
  const letters = word.replace(/^[^\p{L}]+/u, '')
  // IJ is one letter in Dutch.
  const letter = /^(IJ|Ĳ|ĳ)/.test(letters) ? 'IJ' : ([...letters][0] ?? '')
  return letter.toLocaleUpperCase('nl-NL')
}

/**
 * The initials of people who are seen together: names that would have the same ones get more letters of the first name, then of the
 * last, then a number (JaB and JoB for Jan and Joke Bakker).
 */
export function initialsAmong(names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const group of groupsOf([...new Set(names)], initialsOf)) {
    const [only] = group
    if (group.length === 1 && only !== undefined) found.set(only, initialsOf(only))
    else for (const [name, initials] of tellApart(group)) found.set(name, initials)
  }
  return found
}

function tellApart(names: readonly string[]): [string, string][] {
  for (const longer of [withMoreOf(0), withMoreOf(-1)]) {
    const initials = names.map((name) => [name, longer(name)] as [string, string])
    if (new Set(initials.map(([, made]) => made)).size === names.length) return initials
  }
  return names.map((name, index) => [name, `${initialsOf(name)}${index + 1}`])
}

/** Two letters of the first word, or of the last one. */
function withMoreOf(which: 0 | -1): (name: string) => string {
  return (name) => {
    const words = weightyWords(name)
    const long = words.at(which)?.match(/\p{L}{1,2}/u)?.[0] ?? ''
    const other = words.length > 1 ? firstLetter(words.at(which === 0 ? -1 : 0) ?? '') : ''
    const more = capital(long)
    return which === 0 ? `${more}${other}` : `${other}${more}`
  }
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase('nl-NL') + text.slice(1)

function groupsOf(names: readonly string[], keyOf: (name: string) => string): string[][] {
  const groups = new Map<string, string[]>()
  for (const name of names) {
    const key = keyOf(name)
    groups.set(key, [...(groups.get(key) ?? []), name])
  }
  return [...groups.values()]
}

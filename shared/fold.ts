/** For searching: coordinator finds coördinator, and 't finds ’t (T18). */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`´]/g, "'")
    .toLocaleLowerCase('nl-NL')
}

/** The words of a query, folded: every word must match. */
export function wordsOfQuery(query: string): string[] {
  return fold(query)
    .split(/\s+/)
    .filter((word) => word !== '')
}

export function matches(query: string, texts: readonly string[]): boolean {
  const haystack = fold(texts.join(' '))
  return wordsOfQuery(query).every((word) => haystack.includes(word))
}

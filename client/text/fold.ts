/** For searching: coordinator finds coördinator, and 't finds ’t (T18). */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`´]/g, "'")
    .toLocaleLowerCase('nl-NL')
}

export function matches(query: string, texts: readonly string[]): boolean {
  const haystack = fold(texts.join(' '))
  return fold(query)
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}

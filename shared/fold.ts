/** Letters that Unicode does not decompose into a plain letter and a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ı: 'i',
  ĳ: 'ij',
  ħ: 'h',
  ŧ: 't',
}
const otherLetters = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')

/** For searching: coordinator finds coördinator, Soren finds Søren, and 't finds ’t (T18). */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`´]/g, "'")
    .toLocaleLowerCase('nl-NL')
    .replace(otherLetters, (letter) => plainLetters[letter] ?? letter)
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

/** Two letters of a name, without the words in between: Wouter van den Hoogewal is WH. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s]+/)
    .filter((word) => /\p{L}/u.test(word))
  const weighty = words.filter((word, index) => index === 0 || !/^['’]?\p{Ll}+$/u.test(word))
  const first = weighty[0] ?? ''
  const last = weighty.length > 1 ? (weighty.at(-1) ?? '') : ''
  return `${firstLetter(first)}${firstLetter(last)}`
}

function firstLetter(word: string): string {
  const letters = word.replace(/^[^\p{L}]+/u, '')
  // IJ is one letter in Dutch.
  const letter = /^IJ/.test(letters) ? 'IJ' : ([...letters][0] ?? '')
  return letter.toLocaleUpperCase('nl-NL')
}

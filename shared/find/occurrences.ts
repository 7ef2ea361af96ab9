import { fold } from '../fold.ts'

/** A piece of a text, in UTF-16 units. */
export type Span = { from: number; to: number }

/** A text as it is searched: folded, with the place in the text that each folded letter comes from. */
type Folded = { letters: string; starts: number[] }

/** Letter by letter, for a text and for a query: a letter is not folded differently by what is beside it. */
export function foldLetters(text: string): Folded {
  let letters = ''
  const starts: number[] = []
  let at = 0
  for (const letter of text) {
    const folded = foldLetter(letter)
    letters += folded
    for (let unit = 0; unit < folded.length; unit += 1) starts.push(at)
    at += letter.length
  }
  return { letters, starts }
}

function foldLetter(letter: string): string {
  // A line break ends what can be found; a no-break space is a space to anyone who types a query.
  if (letter === '\n') return letter
  if (/\s/.test(letter)) return ' '
  return letter < '\u0080' ? letter.toLowerCase() : fold(letter)
}

/** A query as it is looked for; null when there is nothing to look for. */
export function foldedQuery(query: string): string | null {
  const { letters } = foldLetters(query.replace(/\s+/g, ' '))
  return letters.trim() === '' ? null : letters
}

/**
 * Where a text holds a folded query, in order and without overlap. A letter that folds to two is found whole: "s" finds
 * the ß of "Straße". Marks that are written apart belong to the letter before them.
 */
export function occurrences(text: string, query: string): Span[] {
  const { letters, starts } = foldLetters(text)
  const found: Span[] = []
  for (
    let index = letters.indexOf(query);
    index !== -1;
    index = letters.indexOf(query, index + query.length)
  ) {
    const from = starts[index] ?? 0
    const last = starts[index + query.length - 1] ?? from
    let next = index + query.length
    while (next < starts.length && starts[next] === last) next += 1
    const to = starts[next] ?? text.length
    if (from >= (found.at(-1)?.to ?? 0)) found.push({ from, to })
  }
  return found
}

import { datesIn, glueDate, textWidthInSizes } from '../document/text-width.ts'

/** Where a line may end within a word: the page design makes a place without a width of it. */
export const breakPoint = '\u200b'

/** A file name and an address end a line after one of these. */
const separators = /(?<=[_/\\.,;:?&=@+|~()[\]{}<>-])(?=\S)/u
/** A line does not end at the space before a word that begins with one of these. */
const holdingOn = /^[\p{P}\p{S}]./u
/** Digits of one number stay together. */
const withinNumber = /\d[.,:-]$/
/** A word of a language: capitals within it are of a code or a name, which has no syllables. */
const letters = /^[\p{P}]*\p{L}[\p{Ll}\p{M}'’]+[\p{P}]*$/u
/** Hyphenation finds a syllable in a word that has a vowel this often. */
const syllables =
  /^(?:[^aeiouyáàâäéèêëíìîïóòôöúùûü]{0,6}[aeiouyáàâäéèêëíìîïóòôöúùûü]{1,4})+[^aeiouy]{0,6}$/iu
const longestSyllable = 5.5
const longestHyphenated = 45

/**
 * A text with break points in the words that are wider than the room (in the size of its letters),
 * so that no word runs over what is beside it. A Dutch word is left to hyphenation.
 */
export function breakLongWords(text: string, room: number): string {
  const words = gluedDates(text, room).split(/([ \n]+)/)
  return words
    .map((word, at) => {
      if (at % 2 === 1) return word
      const holdsOn = holdingOn.test(word) && at > 0
      const before = holdsOn ? (words[at - 2] ?? '') : ''
      const isBreak = holdsOn && textWidthInSizes(`${before} ${word}`) > room
      return `${isBreak ? breakPoint : ''}${broken(word, room)}`
    })
    .join('')
}

function broken(word: string, room: number): string {
  if (textWidthInSizes(word) <= room || isHyphenated(word, room)) return word
  return piecesOf(word)
    .map((piece) =>
      textWidthInSizes(piece) <= room ? piece : chunks(piece, room).join(breakPoint),
    )
    .join(breakPoint)
}

function piecesOf(word: string): string[] {
  const pieces: string[] = []
  for (const piece of word.split(separators)) {
    const last = pieces.at(-1)
    if (last !== undefined && withinNumber.test(last) && /^\d/.test(piece))
      pieces[pieces.length - 1] = last + piece
    else pieces.push(piece)
  }
  return pieces
}

function isHyphenated(word: string, room: number): boolean {
  return (
    room > longestSyllable &&
    word.length <= longestHyphenated &&
    letters.test(word) &&
    syllables.test(word.replace(/^\p{P}+|\p{P}+$/gu, ''))
  )
}

/** As many letters as fit, and at least one. A mark stays with its letter. */
function chunks(piece: string, room: number): string[] {
  const found: string[] = []
  let current = ''
  for (const { segment } of new Intl.Segmenter('nl').segment(piece)) {
    if (current !== '' && textWidthInSizes(current + segment) > room) {
      found.push(current)
      current = ''
    }
    current += segment
  }
  return [...found, current]
}

/** A date stays on one line where there is room for it. */
function gluedDates(text: string, room: number): string {
  return text.replace(datesIn, (found) => {
    const glued = glueDate(found)
    return textWidthInSizes(glued) <= room ? glued : found
  })
}

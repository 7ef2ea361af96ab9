/**
 * How wide a text is about, in the size of its letters, without opening a font: a file is shown in
 * Calibri, in what replaces it, or in Source Sans, so this errs on the wide side.
 */
export function textWidthInSizes(text: string): number {
  let width = 0
  for (const letter of text) width += letterWidth(letter)
  return width
}

const wideFrom = 0x1100
const emoji = /\p{Extended_Pictographic}/u

function letterWidth(letter: string): number {
  if (/[iljtfrI.,:;'’‘|!()[\]\- \u00a0]/.test(letter)) return 0.34
  if (/[\d€]/.test(letter)) return 0.56
  if (/[mwMW@%&_—…]/.test(letter)) return 0.9
  if (/\p{Lu}/u.test(letter)) return 0.66
  if (/\p{M}|\p{Cf}/u.test(letter)) return 0
  if ((letter.codePointAt(0) ?? 0) >= wideFrom || emoji.test(letter)) return 1.1
  return 0.55
}

/** The pieces of a text between which a line may end: a no-break space keeps an amount together. */
export function wordsOf(text: string): string[] {
  return text.split(/[ \n]+/).filter((word) => word !== '')
}

const months =
  'januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december'

/** The dates in a text, as `formatDate` writes them. */
export const datesIn = new RegExp(`(?<!\\d)\\d{1,2} (?:${months}) \\d{4}(?!\\d)`, 'g')

/** A date that no line ends within. */
export function glueDate(date: string): string {
  return date.replaceAll(' ', '\u00a0')
}

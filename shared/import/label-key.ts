import { notInForm } from '../format/official-form.ts'

/** A file of ours says of a column that the form does not have it; it is the same column. */
const ourMark = new RegExp(` \\(${notInForm}\\)$`)

/**
 * The normalised form of a label: authors who fill in a form in Word change capitals, quotes,
 * spaces and numbering, and Word itself changes some of them. Labels with equal keys are the same.
 */
export function labelKey(text: string): string {
  if (text.length > longestLabel) return keyOf(text)
  const known = keys.get(text)
  if (known !== undefined) return known
  const key = keyOf(text)
  if (keys.size >= mostKeys) keys.clear()
  keys.set(text, key)
  return key
}

/** The labels of a form are compared with every line of a document. */
const keys = new Map<string, string>()
const mostKeys = 5000
const longestLabel = 1000

function keyOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[’‘`´]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[‐‑–—]/g, '-')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/\[bookmark:[^\]]*\]/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:[·•▪-]\s*|\d{1,2}[.)]\s*(?=\p{L}))/u, '')
    .replace(/[\s:]+$/, '')
    .toLowerCase()
    .replace(ourMark, '')
}

/** True if two lines are equal apart from white space. */
export function isSameLine(a: string, b: string): boolean {
  const flat = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()
  return flat(a) === flat(b)
}

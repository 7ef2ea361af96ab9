import { atOnce, type Steps } from '../steps.ts'
import { picture } from '../text/richtext.ts'
import type { RichDoc, RichNode } from './rich-doc.ts'

// Separate from the code that validates texts: a page that only counts or shows words needs no
// editor.

/** Work units for a line of a plain text. */
const lineUnits = 1

export const emptyDoc = (): RichDoc => ({ type: 'doc', content: [] })

/** The words of a text, one line per block. */
export function plainText(node: RichNode): string {
  if (node.type === 'text') return node.text ?? ''
  if (node.type === 'hardBreak') return '\n'
  if (node.type === 'picture') return pictureWords(node)
  const inline = node.type === 'paragraph' || node.type === 'heading'
  return (node.content ?? []).map(plainText).join(inline ? '' : '\n')
}

/** What a picture shows, for anyone who gets words alone: of a decorative one nothing. */
function pictureWords({ attrs = {} }: RichNode): string {
  if (attrs['decorative'] === true) return ''
  const alt = typeof attrs['alt'] === 'string' ? attrs['alt'] : ''
  return picture(alt)
}

/** A text of plain paragraphs: blank lines separate them, single line ends are kept. */
export function plainDoc(text: string): RichDoc {
  return atOnce(plainDocInSteps(text))
}

/** The same, a line at a time. */
export function* plainDocInSteps(text: string): Steps<RichDoc> {
  const content: RichNode[] = []
  for (const part of text.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n+/)) {
    yield lineUnits
    const paragraph = part.replace(/^\n+|\n+$/g, '')
    if (paragraph.trim() === '') continue
    const inline: RichNode[] = []
    for (const [index, line] of paragraph.split('\n').entries()) {
      yield lineUnits
      if (index > 0) inline.push({ type: 'hardBreak' })
      if (line !== '') inline.push({ type: 'text', text: line })
    }
    content.push({ type: 'paragraph', content: inline })
  }
  return { type: 'doc', content }
}

/** Whether a text has no words and no picture; an empty paragraph has none. */
export function isEmptyDoc(doc: RichNode): boolean {
  return plainText(doc).trim() === '' && !hasPicture(doc)
}

function hasPicture({ type, content = [] }: RichNode): boolean {
  return type === 'picture' || content.some(hasPicture)
}

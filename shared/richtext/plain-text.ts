import type { RichDoc, RichNode } from '../plan/content.ts'

// Apart from the code that validates texts: a page that only counts or shows words needs no editor
// for it.

export const emptyDoc = (): RichDoc => ({ type: 'doc', content: [] })

/** The words of a text, a line per block. */
export function plainText(node: RichNode): string {
  if (node.type === 'text') return node.text ?? ''
  if (node.type === 'hardBreak') return '\n'
  const inline = node.type === 'paragraph' || node.type === 'heading'
  return (node.content ?? []).map(plainText).join(inline ? '' : '\n')
}

/** A text of plain paragraphs: blank lines part them, single line ends are kept. */
export function plainDoc(text: string): RichDoc {
  const paragraphs = text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n+/)
    .map((part) => part.replace(/^\n+|\n+$/g, ''))
    .filter((part) => part.trim() !== '')
  return {
    type: 'doc',
    content: paragraphs.map((paragraph) => ({
      type: 'paragraph',
      content: paragraph
        .split('\n')
        .flatMap((line, i): RichNode[] => [
          ...(i > 0 ? [{ type: 'hardBreak' }] : []),
          ...(line === '' ? [] : [{ type: 'text', text: line }]),
        ]),
    })),
  }
}

/** Whether a text has no words: an empty paragraph is still empty. */
export function isEmptyDoc(doc: RichNode): boolean {
  return plainText(doc).trim() === ''
}

import type * as Y from 'yjs'

/**
 * The numbers 0, 1, 2, … that a test types into its own text and searches afterwards. Not into a list: values in lists are
 * refused (LI8), because Yjs copies the list for each.
 */
export function typeMark(doc: Y.Doc, name: string, mark: number): void {
  const text = doc.getText(name)
  text.insert(text.length, `${mark} `)
}

/** The numbers in the order of the text. */
export function marksOf(doc: Y.Doc, name: string): number[] {
  return doc.getText(name).toString().split(' ').filter(Boolean).map(Number)
}

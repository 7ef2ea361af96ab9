import type { RichMark, RichNode } from './rich-doc.ts'

/**
 * Equal for nodes that read the same, whatever the order of their keys: a text from a version has
 * another order than a text from the document. A node without children equals a node with an empty
 * list of children.
 */
export function nodeKey(node: RichNode): string {
  return JSON.stringify(keyed(node))
}

/** Serialised once at the end: nested serialisation doubles the quotation marks at each level. */
function keyed({ type, attrs, marks, text, content }: RichNode): unknown[] {
  return [type, sorted(attrs), text ?? '', marksKey(marks), (content ?? []).map(keyed)]
}

/** Readers return marks in one order. */
export function marksKey(marks: readonly RichMark[] | undefined): string {
  return marks === undefined || marks.length === 0
    ? ''
    : JSON.stringify(marks.map((mark) => [mark.type, sorted(mark.attrs)]))
}

function sorted(attrs: Readonly<Record<string, unknown>> | undefined): [string, unknown][] {
  return Object.entries(attrs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
}

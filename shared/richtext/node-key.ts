import type { RichMark, RichNode } from '../plan/content.ts'

/**
 * Equal for nodes that read the same, whatever the order of their keys: a text from a version has another one than a text
 * from the document. A node without children equals one with an empty list of them.
 */
export function nodeKey(node: RichNode): string {
  return JSON.stringify(keyed(node))
}

/** Written as one at the end: a text in a text in a text doubles its quotation marks each time. */
function keyed({ type, attrs, marks, text, content }: RichNode): unknown[] {
  return [type, sorted(attrs), text ?? '', marksKey(marks), (content ?? []).map(keyed)]
}

/** A reader gives marks in one order. */
export function marksKey(marks: readonly RichMark[] | undefined): string {
  return marks === undefined || marks.length === 0
    ? ''
    : JSON.stringify(marks.map((mark) => [mark.type, sorted(mark.attrs)]))
}

function sorted(attrs: Readonly<Record<string, unknown>> | undefined): [string, unknown][] {
  return Object.entries(attrs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
}

import { updateYFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { atOnce, type Steps } from '../steps.ts'
import { type Normalized, normalizeInSteps, normalizeRichDoc } from './normalize.ts'
import type { RichDoc, RichNode } from './rich-doc.ts'
import { richTextSchema } from './rich-text-schema.ts'

/** Work units for reading or writing one element or text, and for one letter of it. */
const elementUnits = 10
const letterUnits = 0.01

/**
 * Reads a rich text as the editor's binding stores it; anything else that a client put there is
 * left out and reported.
 */
export function readFragment(fragment: Y.XmlFragment): Normalized {
  return atOnce(readFragmentInSteps(fragment))
}

/** The same, a node at a time. */
export function* readFragmentInSteps(fragment: Y.XmlFragment): Steps<Normalized> {
  const state = { isDamaged: false }
  const content = yield* readChildren(fragment, 0, state)
  const normalized = yield* normalizeInSteps({ type: 'doc', content })
  return { doc: normalized.doc, isDamaged: normalized.isDamaged || state.isDamaged }
}

/** Fills an empty fragment with a document. */
export function writeFragment(fragment: Y.XmlFragment, doc: RichDoc): void {
  atOnce(writeNodesInSteps(fragment, normalizeRichDoc(doc).doc.content ?? []))
}

/**
 * Fills an empty fragment or element of a document with nodes of a normalised text, in the
 * structure of the editor's binding: adjacent text is in one shared text.
 */
export function* writeNodesInSteps(parent: Y.XmlFragment, nodes: readonly RichNode[]): Steps<void> {
  let last: Y.XmlElement | Y.XmlText | null = null
  for (let at = 0; at < nodes.length; ) {
    const texts = textsFrom(nodes, at)
    const node = nodes[at]
    const part: Y.XmlElement | Y.XmlText =
      texts.length > 0 || node === undefined ? textOf(texts) : elementOf(node)
    // Inserted after the previous one and not at an index: Yjs counts to an index from the start.
    parent.insertAfter(last, [part])
    last = part
    at += Math.max(1, texts.length)
    yield elementUnits
    if (part instanceof Y.XmlElement) yield* writeNodesInSteps(part, node?.content ?? [])
  }
}

/** An element without its content. */
export function elementOf({ type, attrs = {} }: RichNode): Y.XmlElement {
  const element = new Y.XmlElement(type)
  for (const [name, value] of Object.entries(attrs))
    if (value !== null && value !== undefined) element.setAttribute(name, value as string)
  return element
}

function textsFrom(nodes: readonly RichNode[], at: number): RichNode[] {
  const texts: RichNode[] = []
  for (let i = at; i < nodes.length; i++) {
    const node = nodes[i]
    if (node?.type !== 'text') break
    texts.push(node)
  }
  return texts
}

function textOf(nodes: readonly RichNode[]): Y.XmlText {
  const text = new Y.XmlText()
  text.applyDelta(nodes.map((node) => ({ insert: node.text ?? '', attributes: marksOf(node) })))
  return text
}

/** The marks of a text as the editor's binding stores them. */
export function marksOf({ marks = [] }: RichNode): Record<string, unknown> {
  return Object.fromEntries(
    marks.map(({ type, attrs }) => [type, richTextSchema.mark(type, attrs).attrs]),
  )
}

/** Turns a fragment into a document, changing only the differences. */
export function rewriteFragment(fragment: Y.XmlFragment, doc: RichDoc): void {
  const { doc: clean } = normalizeRichDoc(doc)
  if (fragment.doc === null || JSON.stringify(readFragment(fragment).doc) === JSON.stringify(clean))
    return
  updateYFragment(fragment.doc, fragment, richTextSchema.nodeFromJSON(clean), {
    mapping: new Map(),
    isOMark: new Map(),
  })
}

type ReadingState = { isDamaged: boolean }

function* readChildren(
  parent: Y.XmlFragment,
  depth: number,
  state: ReadingState,
): Steps<unknown[]> {
  // The recursion is bounded here as well: the tree has to be walked before it can be normalised.
  if (depth > 40) {
    state.isDamaged = true
    return []
  }
  const nodes: unknown[] = []
  for (const child of parent.toArray() as unknown[]) {
    yield elementUnits
    if (child instanceof Y.XmlText) {
      yield child.length * letterUnits
      for (const node of readText(child, state)) nodes.push(node)
    } else if (child instanceof Y.XmlElement)
      nodes.push({
        type: child.nodeName,
        attrs: child.getAttributes(),
        content: yield* readChildren(child, depth + 1, state),
      })
    else state.isDamaged = true
  }
  return nodes
}

function readText(text: Y.XmlText, state: ReadingState): unknown[] {
  return (text.toDelta() as unknown[]).flatMap((part): unknown[] => {
    const { insert, attributes } = part as {
      insert?: unknown
      attributes?: Record<string, unknown>
    }
    if (typeof insert !== 'string') {
      state.isDamaged = true
      return []
    }
    const marks = Object.entries(attributes ?? {}).flatMap(([key, attrs]) =>
      attrs === null || attrs === false ? [] : [{ type: markName(key), attrs }],
    )
    return [{ type: 'text', text: insert, marks }]
  })
}

/** The binding appends a hash to a mark that may overlap with itself: `link--Ab3dE5gh`. */
function markName(key: string): string {
  return key.replace(/--[a-zA-Z0-9+/=]{8}$/, '')
}

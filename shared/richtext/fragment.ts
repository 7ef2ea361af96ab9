import { prosemirrorJSONToYXmlFragment, updateYFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { RichDoc } from '../plan/content.ts'
import { type Normalized, normalizeRichDoc } from './normalize.ts'
import { richTextSchema } from './schema.ts'

/**
 * Reads a rich text as the editor's binding stores it; anything else that a client put there is
 * left out and reported.
 */
export function readFragment(fragment: Y.XmlFragment): Normalized {
  const state = { isDamaged: false }
  const normalized = normalizeRichDoc({ type: 'doc', content: readChildren(fragment, 0, state) })
  return { doc: normalized.doc, isDamaged: normalized.isDamaged || state.isDamaged }
}

/** Fills an empty fragment with a document. */
export function writeFragment(fragment: Y.XmlFragment, doc: RichDoc): void {
  const { doc: clean } = normalizeRichDoc(doc)
  if ((clean.content ?? []).length > 0)
    prosemirrorJSONToYXmlFragment(richTextSchema, clean, fragment)
}

/** Turns a fragment into a document, touching only what differs. */
export function rewriteFragment(fragment: Y.XmlFragment, doc: RichDoc): void {
  const { doc: clean } = normalizeRichDoc(doc)
  if (fragment.doc === null || JSON.stringify(readFragment(fragment).doc) === JSON.stringify(clean))
    return
  updateYFragment(fragment.doc, fragment, richTextSchema.nodeFromJSON(clean), {
    mapping: new Map(),
    isOMark: new Map(),
  })
}

type State = { isDamaged: boolean }

function readChildren(parent: Y.XmlFragment, depth: number, state: State): unknown[] {
  // The recursion is bounded here as well: the tree has to be walked before it can be normalised.
  if (depth > 40) {
    state.isDamaged = true
    return []
  }
  return parent.toArray().flatMap((child: unknown): unknown[] => {
    if (child instanceof Y.XmlText) return readText(child, state)
    if (child instanceof Y.XmlElement)
      return [
        {
          type: child.nodeName,
          attrs: child.getAttributes(),
          content: readChildren(child, depth + 1, state),
        },
      ]
    state.isDamaged = true
    return []
  })
}

function readText(text: Y.XmlText, state: State): unknown[] {
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

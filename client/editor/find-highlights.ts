import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { occurrences, type Span } from '#shared/find/occurrences.ts'
import { findStore } from '../hooks/find-store.ts'
import type { Place } from '../sync/place.ts'
import './find-highlights.css'

const key = new PluginKey<DecorationSet>('findHighlights')

type Shown = { view: EditorView; place: Place }
const shown = new Set<Shown>()

/** Marks the words that are looked for, as decorations: searching never touches the text. */
export const FindHighlights = Extension.create<{ place: Place }>({
  name: 'findHighlights',
  addOptions: () => ({ place: {} }),
  addProseMirrorPlugins() {
    const { place } = this.options
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: (_, { doc }) => marksIn(doc, place),
          apply: (transaction, before) =>
            (transaction.getMeta(key) as DecorationSet | undefined) ??
            (transaction.docChanged ? marksIn(transaction.doc, place) : before),
        },
        props: { decorations: (state) => key.getState(state) },
        view: (view) => watch({ view, place }),
      }),
    ]
  },
})

function watch(of: Shown) {
  const { view, place } = of
  const draw = () => {
    if (view.isDestroyed) return
    const marks = marksIn(view.state.doc, place)
    // Most texts of a plan hold none of the words, before and after.
    if (marks === DecorationSet.empty && key.getState(view.state) === DecorationSet.empty) return
    view.dispatch(view.state.tr.setMeta(key, marks).setMeta('addToHistory', false))
  }
  let wasHere = false
  const stops = [
    findStore.query.subscribe(draw),
    findStore.current.subscribe(() => {
      const current = findStore.current.get()
      const isHere = current !== null && isSamePlace(current.place, place)
      if (isHere || wasHere) draw()
      wasHere = isHere
    }),
  ]
  shown.add(of)
  return {
    destroy: () => {
      shown.delete(of)
      for (const stop of stops) stop()
    },
  }
}

function marksIn(doc: Node, place: Place): DecorationSet {
  const query = findStore.query.get()
  if (query === null) return DecorationSet.empty
  const found = foundIn(doc, query)
  if (found.length === 0) return DecorationSet.empty
  const current = findStore.current.get()
  const at = current !== null && isSamePlace(current.place, place) ? current.index : -1
  return DecorationSet.create(
    doc,
    found.map(({ from, to }, index) =>
      Decoration.inline(from, to, { 'data-found': index === at ? 'current' : 'other' }),
    ),
  )
}

/** In the order of the text, as `piecesOf` has it: a line break, or a block, ends what can be found. */
function foundIn(doc: Node, query: string): Span[] {
  const found: Span[] = []
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    let text = ''
    node.forEach((child) => {
      text += child.isText ? (child.text ?? '') : '\n'.repeat(child.nodeSize)
    })
    for (const { from, to } of occurrences(text, query))
      found.push({ from: position + 1 + from, to: position + 1 + to })
    return false
  })
  return found
}

/** Selects the words that are shown, so that the user goes on there; false when they are in no text on the screen. */
export function selectFound(): boolean {
  const current = findStore.current.get()
  const query = findStore.query.get()
  if (current === null || query === null) return false
  for (const { view, place } of shown) {
    if (!isSamePlace(current.place, place)) continue
    const words = foundIn(view.state.doc, query)[current.index]
    if (words === undefined) continue
    view.focus()
    view.dispatch(
      view.state.tr.setSelection(TextSelection.create(view.state.doc, words.from, words.to)),
    )
    return true
  }
  return false
}

function isSamePlace(one: Place, other: Place): boolean {
  return (
    one.field === other.field &&
    one.table === other.table &&
    one.row === other.row &&
    one.column === other.column
  )
}

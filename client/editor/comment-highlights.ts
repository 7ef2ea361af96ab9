import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { FlatText } from '#shared/comments/flat-text.ts'
import { findRange, textRangeBetween } from '#shared/comments/range.ts'
import type { TextRange } from '#shared/comments/text-range.ts'
import { commentUiStore } from '../hooks/comment-ui-store.ts'
import type { Place } from '../sync/place.ts'
import { pointsBetween, positionOf, textRuns } from './text-runs.ts'
import './field-editor.css'

const key = new PluginKey<DecorationSet>('commentHighlights')
/** While a user types, the marks are mapped through each transaction; only after a pause are they searched again. */
const pauseMs = 250

type Shown = { view: EditorView; fragment: Y.XmlFragment; place: Place }
const shown = new Set<Shown>()

/** Highlights the words that threads are attached to, as decorations and never as marks in the text. */
export const CommentHighlights = Extension.create<{ fragment: Y.XmlFragment | null; place: Place }>(
  {
    name: 'commentHighlights',
    addOptions: () => ({ fragment: null, place: {} }),
    addProseMirrorPlugins() {
      const { fragment, place } = this.options
      if (fragment === null) return []
      return [
        new Plugin<DecorationSet>({
          key,
          state: {
            init: () => DecorationSet.empty,
            apply: (transaction, before) =>
              (transaction.getMeta(key) as DecorationSet | undefined) ??
              before.map(transaction.mapping, transaction.doc),
          },
          props: { decorations: (state) => key.getState(state) },
          view: (view) => watch({ view, fragment, place }),
        }),
      ]
    },
  },
)

function watch(of: Shown) {
  const { view, fragment, place } = of
  let timer: ReturnType<typeof setTimeout> | undefined
  const isHere = (target: Place) =>
    target.field === place.field &&
    target.table === place.table &&
    target.row === place.row &&
    target.column === place.column
  const mine = () => commentUiStore.highlights.get().filter(({ target }) => isHere(target))

  const draw = () => {
    clearTimeout(timer)
    timer = undefined
    if (view.isDestroyed) return
    const before = key.getState(view.state)
    const highlights = mine()
    if (highlights.length === 0 && before?.find().length === 0) return
    const runs = textRuns(fragment, view.state.doc)
    const active = commentUiStore.active.get()
    // The positions are read once for all threads: a text may have hundreds.
    const flat = new FlatText(fragment)
    const decorations = highlights.flatMap(({ threadId, range, isResolved }) => {
      const found = isResolved ? null : findRange(fragment, range, flat)
      if (found === null || found.kind === 'orphan') return []
      const [from, to] = [positionOf(runs, found.from), positionOf(runs, found.to)]
      if (from === null || to === null || from >= to || to > view.state.doc.content.size) return []
      const className = threadId === active ? 'comment-mark comment-mark--active' : 'comment-mark'
      return [
        Decoration.inline(
          from,
          to,
          { class: className, role: 'mark', 'data-thread': threadId },
          { threadId },
        ),
      ]
    })
    view.dispatch(
      view.state.tr
        .setMeta(key, DecorationSet.create(view.state.doc, decorations))
        .setMeta('addToHistory', false),
    )
  }
  const soon = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(draw, ms)
  }
  // Not under the caret: redrawing words while the user selects them would disturb the selection.
  const stops = [
    commentUiStore.highlights.subscribe(() => soon(0)),
    commentUiStore.active.subscribe(() => !view.hasFocus() && mine().length > 0 && soon(0)),
  ]
  shown.add(of)
  soon(0)
  return {
    update: (_: EditorView, before: EditorView['state']) => {
      if (!view.state.doc.eq(before.doc) && mine().length > 0) soon(view.hasFocus() ? pauseMs : 0)
      else if (!view.state.selection.eq(before.selection) && view.hasFocus()) {
        commentUiStore.active.set(threadAtCaret(view))
      }
    },
    destroy: () => {
      clearTimeout(timer)
      shown.delete(of)
      for (const stop of stops) stop()
    },
  }
}

function threadAtCaret(view: EditorView): string | null {
  const { from, to } = view.state.selection
  // The shortest range wins: a comment on one word may lie within a commented sentence.
  const found = (key.getState(view.state)?.find(from, to) ?? []).toSorted(
    (a, b) => a.to - a.from - (b.to - b.from),
  )
  return (found[0]?.spec as { threadId: string } | undefined)?.threadId ?? null
}

function textAround(element: Element | null): Shown | undefined {
  return [...shown].find(
    ({ view }) =>
      element !== null &&
      (view.dom.contains(element) || view.dom.closest('[data-place]')?.contains(element) === true),
  )
}

/** The thread at the caret of the text this element is in. */
export function threadInText(element: Element | null): string | null {
  const text = textAround(element)
  return text === undefined ? null : threadAtCaret(text.view)
}

/** The words selected in the text this element is in or belongs to. */
export function selectedWords(element: Element | null): { place: Place; range: TextRange } | null {
  const text = textAround(element)
  if (text === undefined) return null
  const { doc, selection } = text.view.state
  if (selection.empty) return null
  const points = pointsBetween(textRuns(text.fragment, doc), selection.from, selection.to)
  const quote = doc.textBetween(selection.from, selection.to, ' ', ' ')
  return points === null || quote.trim() === ''
    ? null
    : { place: text.place, range: textRangeBetween(points.from, points.to, quote) }
}

/** The selected words, or only the place of the text when nothing is selected. */
export function wordsOrPlace(element: Element): { place: Place; range?: TextRange } | null {
  const place = textAround(element)?.place
  return selectedWords(element) ?? (place === undefined ? null : { place })
}

/** Puts the caret in the words of a thread; false when they are not on the screen. */
export function focusWords(threadId: string): boolean {
  for (const { view } of shown) {
    const found = (key.getState(view.state)?.find() ?? []).find(
      (decoration) => (decoration.spec as { threadId: string }).threadId === threadId,
    )
    if (found === undefined) continue
    view.focus()
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, found.from)))
    view.dom
      .querySelector(`[data-thread="${CSS.escape(threadId)}"]`)
      ?.scrollIntoView({ block: 'center' })
    return true
  }
  return false
}

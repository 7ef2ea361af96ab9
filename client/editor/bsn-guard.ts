import { Extension } from '@tiptap/core'
import type { Slice } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { allowNumbersOf, findHeld } from '../not-bsn.ts'
import type { Place } from '../sync/session.ts'
import { createSignal } from '../sync/source.ts'

/** `pasted`: not in the text yet. `typed`: in it since a moment. */
export type HeldText = { view: EditorView; place: Place; text: string } & (
  | { kind: 'pasted'; slice: Slice }
  | { kind: 'typed' }
)
export const heldText = createSignal<HeldText | null>(null)

/** Someone halfway a telephone number has not typed a BSN. */
const pauseMs = 800

/** What looks like a BSN is held when pasted, and asked about when typed. */
export const BsnGuard = Extension.create<{ place: Place }>({
  name: 'bsnGuard',
  addOptions: () => ({ place: {} }),
  addProseMirrorPlugins() {
    const { place } = this.options
    const hold = (view: EditorView, slice: Slice): boolean => {
      const text = slice.content.textBetween(0, slice.content.size, '\n', ' ')
      if (!view.editable || findHeld(text).length === 0) return false
      heldText.set({ kind: 'pasted', view, place, slice, text })
      return true
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    return [
      new Plugin({
        key: new PluginKey('bsnGuard'),
        props: {
          handlePaste: (view, _, slice) => hold(view, slice),
          handleDrop: (view, _, slice, isMoved) => !isMoved && hold(view, slice),
          handleTextInput: (view, _from, _to, text) => {
            if (!/\d/.test(text)) return false
            clearTimeout(timer)
            timer = setTimeout(() => ask(view, place), pauseMs)
            return false
          },
        },
        view: () => ({ destroy: () => clearTimeout(timer) }),
      }),
    ]
  },
})

/** It is none: so it may stand, here and wherever else this person writes it today. */
export function keepHeld(held: HeldText): void {
  allowNumbersOf(held.text)
  if (held.kind === 'pasted') insert(held)
}

export function removeHeldText(held: HeldText): void {
  if (held.kind === 'pasted') return insert(held)
  if (held.view.isDestroyed) return
  const transaction = held.view.state.tr
  removeHeld(transaction, 0, transaction.doc.content.size)
  held.view.dispatch(transaction)
}

/** What was pasted, without what still looks like a BSN. */
function insert({ view, slice }: Extract<HeldText, { kind: 'pasted' }>): void {
  if (view.isDestroyed) return
  const start = view.state.selection.from
  const transaction = view.state.tr.replaceSelection(slice)
  removeHeld(transaction, start, transaction.mapping.map(view.state.selection.to, 1))
  view.dispatch(transaction.scrollIntoView())
}

function removeHeld(transaction: Transaction, from: number, to: number): void {
  const found: { from: number; to: number }[] = []
  transaction.doc.nodesBetween(from, to, (node, position) => {
    if (!node.isTextblock) return true
    const text = node.textBetween(0, node.content.size, undefined, ' ')
    for (const match of findHeld(text))
      found.push({ from: position + 1 + match.from, to: position + 1 + match.to })
    return false
  })
  for (const match of found.toReversed()) transaction.delete(match.from, match.to)
}

/** The number at the caret is in the text already: asks what it is. */
function ask(view: EditorView, place: Place): void {
  if (view.isDestroyed || !view.editable) return
  const { $from } = view.state.selection
  const text = $from.parent.isTextblock
    ? $from.parent.textBetween(0, $from.parent.content.size, undefined, ' ')
    : ''
  if (findHeld(text).length > 0) heldText.set({ kind: 'typed', view, place, text })
}

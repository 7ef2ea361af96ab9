import { Extension } from '@tiptap/core'
import type { Slice } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { errorTable } from '#shared/errors.ts'
import { allowNumbersOf, findHeld } from '../not-bsn.ts'
import { createSignal } from '../sync/source.ts'
import { showToast } from '../ui/toasts.ts'

/** Pasted, and not in the text yet. */
export type HeldPaste = { view: EditorView; slice: Slice; text: string }
export const heldPaste = createSignal<HeldPaste | null>(null)

/** Someone halfway a telephone number has not typed a BSN. */
const pauseMs = 800

/** What looks like a BSN is held when pasted, and pointed out when typed. */
export const BsnGuard = Extension.create({
  name: 'bsnGuard',
  addProseMirrorPlugins() {
    const hold = (view: EditorView, slice: Slice): boolean => {
      const text = slice.content.textBetween(0, slice.content.size, '\n', ' ')
      if (!view.editable || findHeld(text).length === 0) return false
      heldPaste.set({ view, slice, text })
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
            timer = setTimeout(() => warn(view), pauseMs)
            return false
          },
        },
        view: () => ({ destroy: () => clearTimeout(timer) }),
      }),
    ]
  },
})

export function takePaste({ view, slice, text }: HeldPaste, isBsn: boolean): void {
  heldPaste.set(null)
  if (view.isDestroyed) return
  if (!isBsn) allowNumbersOf(text)
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
    for (const match of findHeld(text)) found.push({ from: position + 1 + match.from, to: position + 1 + match.to })
    return false
  })
  for (const match of found.toReversed()) transaction.delete(match.from, match.to)
}

let shownToast: (() => void) | null = null

/** The number at the caret is in the text already: says so, with the way to take it out. */
function warn(view: EditorView): void {
  if (view.isDestroyed) return
  const { $from } = view.state.selection
  if (!$from.parent.isTextblock || findHeld($from.parent.textBetween(0, $from.parent.content.size, undefined, ' ')).length === 0) return
  shownToast?.()
  shownToast = showToast({
    text: errorTable['bsn-found'].text,
    tone: 'bad',
    action: {
      label: 'Verwijderen',
      onPress: () => {
        if (view.isDestroyed) return
        const transaction = view.state.tr
        removeHeld(transaction, 0, transaction.doc.content.size)
        view.dispatch(transaction)
        view.focus()
      },
    },
  })
}

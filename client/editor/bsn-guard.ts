import { Extension } from '@tiptap/core'
import type { Node, Slice } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { textIn } from '#shared/privacy/find-in-value.ts'
import { allowNumbersOf, findHeld } from '../bsn-exceptions.ts'
import type { Place } from '../sync/place.ts'
import { createSignal } from '../sync/source.ts'

/** `pasted`: the number is not in the text yet. `typed`: the number is in the text. */
export type HeldText = { view: EditorView; place: Place; text: string } & (
  | { kind: 'pasted'; slice: Slice }
  | { kind: 'typed' }
)
export const heldText = createSignal<HeldText | null>(null)

/** A user in the middle of typing a telephone number has not typed a BSN. */
const pauseMs = 800

/** Holds back a pasted number that looks like a BSN, and asks about a typed number. */
export const BsnGuard = Extension.create<{ place: Place }>({
  name: 'bsnGuard',
  addOptions: () => ({ place: {} }),
  addProseMirrorPlugins() {
    const { place } = this.options
    let timer: ReturnType<typeof setTimeout> | undefined
    const askSoon = (view: EditorView) => {
      clearTimeout(timer)
      timer = setTimeout(() => ask(view, place), pauseMs)
    }
    const hold = (view: EditorView, slice: Slice): boolean => {
      const text = textIn(slice.content.toJSON())
      if (!view.editable) return false
      if (findHeld(text).length === 0) {
        // The digits of the number may continue in the text around it.
        askSoon(view)
        return false
      }
      heldText.set({ kind: 'pasted', view, place, slice, text })
      return true
    }
    return [
      new Plugin({
        key: new PluginKey('bsnGuard'),
        props: {
          handlePaste: (view, _, slice) => hold(view, slice),
          handleDrop: (view, _, slice, isMoved) => !isMoved && hold(view, slice),
          handleTextInput: (view, _from, _to, text) => {
            if (/\p{N}/u.test(text)) askSoon(view)
            return false
          },
        },
        view: () => ({ destroy: () => clearTimeout(timer) }),
      }),
    ]
  },
})

/** The number is not a BSN: it may stay, here and in other places until the page is closed. */
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

/** The pasted content without the numbers that still look like a BSN. */
function insert({ view, slice }: Extract<HeldText, { kind: 'pasted' }>): void {
  if (view.isDestroyed) return
  const start = view.state.selection.from
  const transaction = view.state.tr.replaceSelection(slice)
  removeHeld(transaction, start, transaction.mapping.map(view.state.selection.to, 1))
  view.dispatch(transaction.scrollIntoView())
}

function removeHeld(transaction: Transaction, from: number, to: number): void {
  const { doc } = transaction
  doc.nodesBetween(from, to, (node, position) => {
    for (const mark of node.marks)
      if (findHeld(Object.values(mark.attrs).join('\n')).length > 0)
        transaction.removeMark(position, position + node.nodeSize, mark)
  })
  const { text, positions } = lettersOf(doc, from, to)
  for (const match of findHeld(text).toReversed())
    for (let at = match.to - 1; at >= match.from; at -= 1) {
      const position = positions[at] ?? null
      if (position !== null) transaction.delete(position, position + 1)
    }
}

/** The blocks that a range touches as one text, a line per block, and the position of each letter; null between blocks. */
function lettersOf(
  doc: Node,
  from: number,
  to: number,
): { text: string; positions: (number | null)[] } {
  let text = ''
  const positions: (number | null)[] = []
  const add = (letters: string, at: number | null) => {
    text += letters
    for (let index = 0; index < letters.length; index += 1)
      positions.push(at === null ? null : at + index)
  }
  doc.nodesBetween(from, to, (node, position) => {
    if (!node.isTextblock) return true
    add('\n', null)
    node.forEach((child, offset) => {
      if (child.isText) add(child.text ?? '', position + 1 + offset)
      else add('\n', null)
    })
    return false
  })
  return { text, positions }
}

/** The number at the caret is in the text already: asks what it is. It may continue in the block before or after. */
function ask(view: EditorView, place: Place): void {
  if (view.isDestroyed || !view.editable) return
  const { doc, selection } = view.state
  const index = selection.$from.index(0)
  const start = selection.$from.posAtIndex(Math.max(0, index - 1), 0)
  const end = selection.$from.posAtIndex(Math.min(doc.childCount, index + 2), 0)
  const { text } = lettersOf(doc, start, end)
  if (findHeld(text).length > 0) heldText.set({ kind: 'typed', view, place, text })
}

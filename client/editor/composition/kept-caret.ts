import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { WholeView } from '#client/sync/session/session.ts'
import { comesFromPlan } from '../own-edits.ts'
import { between, isBoundTo } from './binding.ts'
import { type Caret, caretAt, positionAfter } from './caret.ts'
import type { StateVector } from './copied-text.ts'

type Options = { session: WholeView | null; fragment: Y.XmlFragment | null }

type Kept = { anchor: Caret; head: Caret; since: StateVector }

/**
 * Keeps the caret beside its letter through edits of others. The binding compares texts and positions to find it again,
 * and takes a caret that rightly moves to the start of the text for lost: it then jumps to the end.
 */
export const KeptCaret = Extension.create<Options>({
  name: 'keptCaret',
  addOptions: () => ({ session: null, fragment: null }),
  addProseMirrorPlugins() {
    const { session, fragment } = this.options
    if (session === null || fragment?.doc == null) return []
    const plan = fragment.doc
    let kept: Kept | null = null
    return [
      new Plugin({
        key: new PluginKey('keptCaret'),
        appendTransaction: (transactions, _before, state) => {
          const isRemote = transactions.some(
            (transaction) =>
              transaction.docChanged && comesFromPlan(transaction) && !isUndo(transaction),
          )
          if (!isRemote || kept === null) return null
          const { doc } = state
          const [anchor, head] = [kept.anchor, kept.head].map((caret) =>
            positionAfter(caret, { fragment, doc, since: kept?.since ?? new Map() }),
          )
          if (anchor == null || head == null) return null
          const selection = between(doc, { anchor, head })
          if (selection.eq(state.selection)) return null
          // As part of the edit of the other user: otherwise the binding ends the undo step of this one.
          return state.tr.setSelection(selection).setMeta(ySyncPluginKey, { isChangeOrigin: true })
        },
        view: (view) => {
          const remember = () => {
            const { doc, selection } = view.state
            // Only the text that has the focus has a caret, and a page has forty texts.
            kept =
              view.hasFocus() && selection instanceof TextSelection && isBoundTo(view, fragment)
                ? {
                    anchor: caretAt(fragment, doc, selection.anchor),
                    head: caretAt(fragment, doc, selection.head),
                    since: stateOf(plan),
                  }
                : null
          }
          const forget = () => {
            kept = null
          }
          const stop = session.onIncoming(remember)
          plan.on('afterAllTransactions', forget)
          return {
            destroy: () => {
              stop()
              plan.off('afterAllTransactions', forget)
            },
          }
        },
      }),
    ]
  },
})

function stateOf(doc: Y.Doc): StateVector {
  return new Map([...doc.store.clients.keys()].map((id) => [id, Y.getState(doc.store, id)]))
}

function isUndo(transaction: { getMeta: (key: typeof ySyncPluginKey) => unknown }): boolean {
  const meta = transaction.getMeta(ySyncPluginKey)
  return typeof meta === 'object' && meta !== null && 'isUndoRedoOperation' in meta
    ? meta.isUndoRedoOperation === true
    : false
}

import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/**
 * Only local edits may change the text. Plugins such as table repair and automatic links respond to every transaction
 * with one of their own, also to remote ones. Every client in the room would then make the same repair, the repairs would
 * merge, and each would be repaired again. A user who may only read would write as well.
 */
export const OwnEdits = Extension.create({
  name: 'ownEdits',
  addProseMirrorPlugins() {
    const { editor } = this
    let isApplyingOthers = false
    return [
      new Plugin({
        key: new PluginKey('ownEdits'),
        filterTransaction: (transaction) => {
          if (comesFromPlan(transaction)) {
            isApplyingOthers = true
            return true
          }
          return !transaction.docChanged || (!isApplyingOthers && editor.isEditable)
        },
        view: () => {
          // The binding shows the text while the views of the plugins are made, and may do so before this one.
          isApplyingOthers = false
          return {
            update: () => {
              isApplyingOthers = false
            },
          }
        },
      }),
    ]
  },
})

/** Whether a transaction shows edits that were made elsewhere, or an undo. */
export function comesFromPlan(transaction: Transaction): boolean {
  const meta: unknown = transaction.getMeta(ySyncPluginKey)
  return (
    typeof meta === 'object' &&
    meta !== null &&
    'isChangeOrigin' in meta &&
    meta.isChangeOrigin === true
  )
}

import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'

/**
 * Only what this person does may change the text. Table repair, automatic links and the like answer every change of the
 * document with one of their own, also changes that come from elsewhere; then each client in the room makes that
 * repair, the repairs meet, and each is repaired again. And someone who only reads would write.
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
        view: () => ({
          update: () => {
            isApplyingOthers = false
          },
        }),
      }),
    ]
  },
})

function comesFromPlan(transaction: Transaction): boolean {
  const meta: unknown = transaction.getMeta(ySyncPluginKey)
  return (
    typeof meta === 'object' &&
    meta !== null &&
    'isChangeOrigin' in meta &&
    meta.isChangeOrigin === true
  )
}

import { Extension } from '@tiptap/core'
import { createListeners } from '../sync/source.ts'

const pressed = createListeners()

/** Ctrl+K in any text of the plan. */
export const onLinkKey = pressed.add

export const LinkKey = Extension.create({
  name: 'linkKey',
  addKeyboardShortcuts() {
    return {
      'Mod-k': () => {
        if (!this.editor.isEditable) return false
        pressed.call()
        return true
      },
    }
  },
})

import { Extension } from '@tiptap/core'
import { createListeners } from '../sync/source.ts'

const pressed = createListeners()

/** Ctrl+K with words selected in a text of the plan, or in a link. */
export const onLinkKey = pressed.add

export const LinkKey = Extension.create({
  name: 'linkKey',
  addKeyboardShortcuts() {
    return {
      'Mod-k': () => {
        const { editor } = this
        // Without words to make a link of, it opens the list of actions (client/plan/actions).
        if (!editor.isEditable || (editor.state.selection.empty && !editor.isActive('link')))
          return false
        pressed.call()
        return true
      },
    }
  },
})

import { type Editor, Extension } from '@tiptap/core'
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
        if (!editor.isEditable || (!hasWords(editor) && !editor.isActive('link'))) return false
        pressed.call()
        return true
      },
    }
  },
})

/** The browser may know of a selection a moment before the editor does. */
function hasWords({ state }: Editor): boolean {
  return !state.selection.empty || getSelection()?.isCollapsed === false
}

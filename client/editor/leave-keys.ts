import { Extension } from '@tiptap/core'
import { toolbarAttribute } from './active-editor.ts'

/**
 * A way out for the keyboard: Tab goes to the next field, except in lists and tables, where it indents or goes to the
 * next cell. Escape moves the focus to the field around the text, from which Tab continues.
 */
export const LeaveKeys = Extension.create({
  name: 'leaveKeys',
  // After lists and tables, which handle Tab first.
  priority: 50,
  addKeyboardShortcuts() {
    // Tab must not leave the text in an item that can't be indented further.
    const stayInList = () => this.editor.isActive('listItem')
    return {
      Tab: stayInList,
      'Shift-Tab': stayInList,
      Escape: () => {
        const { dom } = this.editor.view
        const field = dom.closest<HTMLElement>('.field-editor')
        if (field === null) return false
        // Otherwise Tab would move from the field back into its own text.
        dom.tabIndex = -1
        field.focus()
        field.addEventListener('focusout', () => dom.setAttribute('tabindex', '0'), { once: true })
        return true
      },
      'Alt-F10': () => {
        const button = document.querySelector<HTMLElement>(`[${toolbarAttribute}] [tabindex="0"]`)
        button?.focus()
        return button !== null
      },
    }
  },
})

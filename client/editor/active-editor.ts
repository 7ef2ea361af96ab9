import type { Editor } from '@tiptap/core'
import type { Source } from '../sync/session.ts'
import { createSignal } from '../sync/source.ts'

const current = createSignal<Editor | null>(null)

/** The editor that has focus, or had it when focus went to the toolbar: what the toolbar acts on. */
export const activeEditor: Source<Editor | null> = current

/** Marks what may take focus without the editor losing its toolbar: the toolbar itself and its dialogs. */
export const keepsEditorAttribute = 'data-keeps-editor'

export function editorFocused(editor: Editor): void {
  current.set(editor)
}

export function editorBlurred(editor: Editor, to: EventTarget | null): void {
  if (current.get() !== editor || !document.hasFocus()) return
  if (to instanceof Element && to.closest(`[${keepsEditorAttribute}]`) !== null) return
  current.set(null)
}

export function editorGone(editor: Editor): void {
  if (current.get() === editor) current.set(null)
}

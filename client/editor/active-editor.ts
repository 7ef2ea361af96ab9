import type { Editor } from '@tiptap/core'
import { createSignal, type Source } from '../sync/source.ts'

const current = createSignal<Editor | null>(null)

/** The editor that has focus, or had it when focus went to the toolbar. The toolbar acts on this editor. */
export const activeEditor: Source<Editor | null> = current

/** Marks the toolbar, which may take the focus without the editor losing it; its dialogs may as well. */
export const toolbarAttribute = 'data-editor-toolbar'
/** The element that explains the keys to screen readers. */
export const keysHintId = 'editor-keys'

export function editorFocused(editor: Editor): void {
  current.set(editor)
}

export function editorBlurred(editor: Editor, to: EventTarget | null): void {
  if (current.get() !== editor || !document.hasFocus()) return
  if (to instanceof Element && to.closest(`[${toolbarAttribute}], [role=dialog]`) !== null) return
  current.set(null)
}

export function editorGone(editor: Editor): void {
  if (current.get() === editor) current.set(null)
}

import { EditorContent, useEditor } from '@tiptap/react'
import { useEffect } from 'react'
import type * as Y from 'yjs'
import type { Place, PlanSession } from '../sync/session.ts'
import { editorBlurred, editorFocused, editorGone } from './active-editor.ts'
import { editorExtensions } from './editor-extensions.ts'
import './editor.css'

export type FieldEditorProps = {
  session: PlanSession
  fragment: Y.XmlFragment
  place: Place
  /** The name of the field for screen readers. */
  label: string
  isEditable: boolean
  placeholder?: string
  onFocus?: () => void
}

/** One rich text of the plan: a field, or a cell of a row. */
export function FieldEditor({ session, fragment, place, label, isEditable, placeholder, onFocus }: FieldEditorProps) {
  const editor = useEditor(
    {
      extensions: editorExtensions({ session, fragment, place, placeholder }),
      editable: isEditable,
      shouldRerenderOnTransaction: false,
      editorProps: { attributes: { class: 'rich-text', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, ...(isEditable ? {} : { 'aria-readonly': 'true', tabindex: '0' }) } },
      onFocus: ({ editor: focused }) => {
        // Typing here is a step of its own, whatever was typed elsewhere half a second ago.
        session.undo.stopCapturing()
        session.setPlace(place)
        if (focused.isEditable) editorFocused(focused)
        onFocus?.()
      },
      onBlur: ({ editor: blurred, event }) => {
        session.setPlace(null)
        editorBlurred(blurred, event.relatedTarget)
      },
    },
    [session, fragment],
  )
  useEffect(() => {
    editor.setEditable(isEditable, false)
    return () => editorGone(editor)
  }, [editor, isEditable])
  return <EditorContent editor={editor} className="field-editor" />
}

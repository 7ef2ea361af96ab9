import { useEditor } from '@tiptap/react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type * as Y from 'yjs'
import type { Place } from '../sync/place.ts'
import type { EditableSession, WholeView } from '../sync/session/session.ts'
import { editorBlurred, editorFocused, editorGone, keysHintId } from './active-editor.ts'
import { editorExtensions } from './editor-extensions.ts'
import { cleanPastedHtml } from './word-paste.ts'
import './field-editor.css'
import type { Editor } from '@tiptap/core'

export type FieldEditorProps = {
  /** Null for a text of which nobody else has the plan open: a past state, or a part of a plan. */
  session: WholeView | null
  /** Null for a text that is only read. */
  edit: EditableSession | null
  fragment: Y.XmlFragment
  place: Place
  /** The name of the field for screen readers. */
  label: string
  placeholder?: string
  onFocus?: () => void
}

/** One rich text of the plan: a field, or a cell of a row. */
export function FieldEditor({
  session,
  edit,
  fragment,
  place,
  label,
  placeholder,
  onFocus,
}: FieldEditorProps) {
  // The editor is created once; its callbacks must use the props of the last render.
  const latest = useRef({ edit, place, onFocus })
  useEffect(() => {
    latest.current = { edit, place, onFocus }
  })
  const isEditable = edit !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: a text stays where it is; its place is made anew by each render
  const extensions = useMemo(
    () => editorExtensions({ session, fragment, place, placeholder }),
    [session, fragment],
  )
  const editor = useEditor(
    {
      extensions,
      editable: isEditable,
      shouldRerenderOnTransaction: false,
      editorProps: {
        attributes: {
          class: 'rich-text',
          role: 'textbox',
          'aria-multiline': 'true',
          spellcheck: 'true',
          lang: 'nl',
          // A translator would write in the plan.
          translate: 'no',
        },
        transformPastedHTML: cleanPastedHtml,
      },
      onFocus: ({ editor: focused }) => {
        // Typing here starts a step of its own, also within the capture time of typing elsewhere.
        latest.current.edit?.undo.stopCapturing()
        session?.setPlace(latest.current.place)
        if (focused.isEditable) editorFocused(focused)
        latest.current.onFocus?.()
      },
      onBlur: ({ editor: blurred, event }) => {
        session?.setPlace(null)
        editorBlurred(blurred, event.relatedTarget)
      },
    },
    [session, fragment],
  )
  useEffect(() => {
    if (!editor.isDestroyed) editor.setEditable(isEditable, false)
  }, [editor, isEditable])
  // In the same frame as the text: the page never shows a text without a name or with a wrong `aria-readonly`.
  useLayoutEffect(() => {
    if (editor.isDestroyed) return
    const { dom } = editor.view
    dom.setAttribute('aria-label', label)
    // A read-only text can still be read and scrolled with the keyboard.
    dom.tabIndex = 0
    if (isEditable) {
      dom.setAttribute('aria-describedby', keysHintId)
      dom.removeAttribute('aria-readonly')
    } else {
      dom.removeAttribute('aria-describedby')
      dom.setAttribute('aria-readonly', 'true')
    }
  }, [editor, isEditable, label])
  useEffect(() => () => editorGone(editor), [editor])
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fieldset, which would name the text twice
    <div
      className="field-editor"
      role="group"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => enterText(event, () => editor.commands.focus())}
    >
      <EditorMount editor={editor} />
    </div>
  )
}

function enterText(event: KeyboardEvent, enter: () => void): void {
  if (event.key !== 'Enter' || event.target !== event.currentTarget) return
  event.preventDefault()
  enter()
}

/**
 * Mounts the DOM of an editor. TipTap's EditorContent supports React node views, of which we have none, by redrawing the
 * text after it is mounted. ProseMirror reads the selection for that, and Chromium lays out the whole page to answer: once
 * for each of forty texts, a third of the time that opening a plan took.
 */
function EditorMount({ editor }: { editor: Editor }) {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (editor.isDestroyed) return
    const { dom } = editor.view
    place.current?.append(dom)
    return () => dom.remove()
  }, [editor])
  return <div ref={place} />
}

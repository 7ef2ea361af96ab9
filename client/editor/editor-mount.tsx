import type { Editor } from '@tiptap/core'
import { useLayoutEffect, useRef } from 'react'

/**
 * Puts the text of an editor on the page. TipTap's own EditorContent makes room for node views in React, which we have none
 * of, by drawing the text anew once it is on the page; ProseMirror reads the selection for that, and Chromium lays the
 * whole page out to tell it: for each of forty texts once, a third of the time that opening a plan took.
 */
export function EditorMount({ editor }: { editor: Editor }) {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (editor.isDestroyed) return
    const { dom } = editor.view
    place.current?.append(dom)
    return () => dom.remove()
  }, [editor])
  return <div ref={place} />
}

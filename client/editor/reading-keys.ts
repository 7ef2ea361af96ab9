import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

type Step = { direction: 'forward' | 'backward'; by: 'word' | 'line' }

const steps: Readonly<Record<string, Step>> = {
  ArrowRight: { direction: 'forward', by: 'word' },
  ArrowLeft: { direction: 'backward', by: 'word' },
  ArrowDown: { direction: 'forward', by: 'line' },
  ArrowUp: { direction: 'backward', by: 'line' },
}

/**
 * Selects words in a read-only text, for users who comment without a mouse (WCAG 2.1.1): a browser shows no caret there.
 * Left and right select the next word, so that the position is always visible; with Shift they extend the selection, also
 * by lines. Up and down without Shift stay with the browser, to scroll.
 */
export const ReadingKeys = Extension.create({
  name: 'readingKeys',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('readingKeys'),
      props: {
        handleDOMEvents: { keydown: (view, event) => !view.editable && chooseWords(view, event) },
      },
    }),
  ],
})

function chooseWords(view: EditorView, event: KeyboardEvent): boolean {
  const step = steps[event.key]
  const selection = view.dom.ownerDocument.getSelection()
  if (step === undefined || selection === null || event.altKey || event.ctrlKey || event.metaKey)
    return false
  if (step.by === 'line' && !event.shiftKey) return false
  if (!view.dom.contains(selection.anchorNode)) selection.collapse(view.dom, 0)
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection
  if (!event.shiftKey) collapse(selection, step.direction)
  selection.modify('extend', step.direction, step.by)
  // After the last word the browser would continue into the next text, which is a different comment target.
  if (!view.dom.contains(selection.focusNode) && anchorNode !== null && focusNode !== null)
    selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset)
  const at = selection.focusNode
  const element = at instanceof Element ? at : at?.parentElement
  element?.scrollIntoView({ block: 'nearest' })
  event.preventDefault()
  return true
}

function collapse(selection: Selection, direction: Step['direction']): void {
  if (direction === 'forward') selection.collapseToEnd()
  else selection.collapseToStart()
}

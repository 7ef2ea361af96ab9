import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'

/**
 * A busy browser dispatches the next key before `selectionchange`; Delete would then leave the last selected letter. Each
 * key therefore makes the editor read the selection first, which it does on this event. Keys of an input method (a phone's
 * keyboard, a composition) are excluded: the input method owns the selection.
 */
export const SelectionBeforeKeys = Extension.create({
  name: 'selectionBeforeKeys',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('selectionBeforeKeys'),
      props: {
        handleDOMEvents: {
          keydown: (view, event) => {
            if (!view.composing && !isOfInputMethod(event))
              view.dom.ownerDocument.dispatchEvent(new Event('selectionchange'))
            return false
          },
        },
      },
    }),
  ],
})

/** The `key` value that browsers report for a key handled by an input method. */
const inputMethodKeys = ['Process', 'Unidentified']

function isOfInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || inputMethodKeys.includes(event.key)
}

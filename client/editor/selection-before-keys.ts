import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'

/**
 * A browser that is busy hands over the next key before it tells that the selection changed; then Delete would leave the
 * last letter that is seen to be selected. So each key first has the editor read the selection, which it does on this event.
 * Not for the keys of an input method (a phone's keyboard, a composition): the selection is its own then.
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

/** What browsers call a key that went to an input method first. */
const inputMethodKeys = ['Process', 'Unidentified']

function isOfInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || inputMethodKeys.includes(event.key)
}

import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import './field-editor.css'

/** What stands in an empty text: also in one without even a paragraph, which is how a new plan's texts begin. */
export const Placeholder = Extension.create<{ text: string | undefined }>({
  name: 'placeholder',
  addOptions: () => ({ text: undefined }),
  addProseMirrorPlugins() {
    const { text } = this.options
    const blank = {
      class: 'is-blank',
      ...(text === undefined ? {} : { 'data-placeholder': text, 'aria-placeholder': text }),
    }
    return [
      new Plugin({
        key: new PluginKey('placeholder'),
        props: { attributes: (state) => (isBlank(state.doc) ? blank : {}) },
      }),
    ]
  },
})

function isBlank(doc: Node): boolean {
  const only = doc.childCount === 1 ? doc.firstChild : null
  return doc.childCount === 0 || (only?.type.name === 'paragraph' && only.childCount === 0)
}

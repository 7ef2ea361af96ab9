import { type AnyExtension, type Extension, InputRule } from '@tiptap/core'

const starters = new Set(['bulletList', 'orderedList', 'blockquote'])

/**
 * Typing "1. " or "> " in a list item is text there, as in any word processor. In a strict schema such a block does not
 * fit in an item; in ours it would be made.
 */
export function withoutBlocksInItems(extension: AnyExtension): AnyExtension {
  if (!starters.has(extension.name)) return extension
  return (extension as Extension).extend({
    addInputRules() {
      const rules = this.parent?.() ?? []
      return rules.map(
        (rule) =>
          new InputRule({
            find: rule.find,
            handler: (props) => (this.editor.isActive('listItem') ? null : rule.handler(props)),
          }),
      )
    },
  })
}

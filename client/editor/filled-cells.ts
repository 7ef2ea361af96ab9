import { type AnyExtension, type CommandProps, Extension } from '@tiptap/core'
import type { Table } from '@tiptap/extension-table'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state'

/**
 * Our permissive schema allows an empty cell, in which no caret can stand. A cell that a user adds is filled with an empty
 * paragraph at once; a cell that concurrent edits left empty is filled by the user who clicks in it.
 */
export const FilledCells = Extension.create({
  name: 'filledCells',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey('filledCells'),
        appendTransaction: (transactions, _before, state) => {
          if (!transactions.some((transaction) => transaction.docChanged)) return null
          const changed = changedRange(transactions)
          return changed === null ? null : fillCells(state.tr, changed)
        },
        props: {
          handleClick: (view, position) => {
            const $at = view.state.doc.resolve(position)
            if (!view.editable || !needsParagraph($at.parent)) return false
            const { tr, schema } = view.state
            tr.insert(position, schema.node('paragraph'))
            view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(position + 1))))
            return true
          },
        },
      }),
    ]
  },
})

const adding = ['addRowBefore', 'addRowAfter', 'addColumnBefore', 'addColumnAfter'] as const

/** The commands that create cells; they fill the cells before the caret is placed in one. */
export function withFilledCells(extension: AnyExtension): AnyExtension {
  if (extension.name !== 'table') return extension
  return (extension as typeof Table).extend({
    addCommands() {
      const commands = this.parent?.() ?? {}
      const filling = adding.map((name) => {
        const command = commands[name]
        return [
          name,
          () => (props: CommandProps) => {
            const isDone = command?.()(props) ?? false
            if (isDone && props.dispatch !== undefined)
              fillCells(props.tr, { from: 0, to: props.tr.doc.content.size })
            return isDone
          },
        ]
      })
      return {
        ...commands,
        ...Object.fromEntries(filling),
        insertTable:
          ({ rows = 3, cols = 3, withHeaderRow = true } = {}) =>
          ({ tr, dispatch, editor }) => {
            if (dispatch !== undefined) {
              const start = tr.selection.from
              const row = (cell: string) => ({
                type: 'tableRow',
                content: Array.from({ length: cols }, () => ({
                  type: cell,
                  content: [{ type: 'paragraph' }],
                })),
              })
              const content = Array.from({ length: rows }, (_, index) =>
                row(withHeaderRow && index === 0 ? 'tableHeader' : 'tableCell'),
              )
              tr.replaceSelectionWith(editor.schema.nodeFromJSON({ type: 'table', content }))
              tr.setSelection(TextSelection.near(tr.doc.resolve(start + 1))).scrollIntoView()
            }
            return true
          },
      }
    },
  })
}

function needsParagraph(node: Node): boolean {
  return (
    node.childCount === 0 &&
    ['tableCell', 'tableHeader', 'listItem', 'blockquote'].includes(node.type.name)
  )
}

type Range = { from: number; to: number }

function fillCells(tr: Transaction, { from, to }: Range): Transaction | null {
  const empty: number[] = []
  tr.doc.nodesBetween(from, to, (node, position) => {
    if (needsParagraph(node)) empty.push(position + 1)
  })
  for (const position of empty.reverse()) tr.insert(position, tr.doc.type.schema.node('paragraph'))
  return empty.length > 0 ? tr : null
}

/** The ranges that the transactions touched, in the document after them. Cells that were empty before stay empty. */
function changedRange(transactions: readonly Transaction[]): Range | null {
  let range: Range | null = null
  for (const transaction of transactions) {
    if (range !== null)
      range = {
        from: transaction.mapping.map(range.from, -1),
        to: transaction.mapping.map(range.to, 1),
      }
    transaction.mapping.maps.forEach((map, index) => {
      const rest = transaction.mapping.slice(index + 1)
      map.forEach((_oldFrom, _oldTo, newFrom, newTo) => {
        const [from, to] = [rest.map(newFrom, -1), rest.map(newTo, 1)]
        range = { from: Math.min(range?.from ?? from, from), to: Math.max(range?.to ?? to, to) }
      })
    })
  }
  return range
}

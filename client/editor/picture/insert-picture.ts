import { Fragment } from '@tiptap/pm/model'
import { Selection, TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type { PictureAttrs } from '#shared/richtext/picture-attrs.ts'

/** Puts a picture after the block with the caret, with a line below it to go on writing, and the caret in that line. */
export function insertPicture(view: EditorView, attrs: PictureAttrs): void {
  const { state } = view
  const { picture, paragraph } = state.schema.nodes
  if (picture === undefined || paragraph === undefined) return
  const { $to, to } = state.selection
  const node = picture.create(attrs)
  const transaction = state.tr
  const isEmptyLine = $to.parent.isTextblock && $to.parent.content.size === 0
  const at = $to.depth === 0 ? to : $to.after()
  // An empty line gives its place, and stays below the picture.
  const from = isEmptyLine ? $to.before() : at
  const $from = state.doc.resolve(from)
  const isLast = !isEmptyLine && $from.nodeAfter === null
  transaction.insert(from, isLast ? Fragment.from([node, paragraph.create()]) : node)
  const after = transaction.doc.resolve(from + node.nodeSize)
  transaction.setSelection(
    after.nodeAfter?.isTextblock === true
      ? TextSelection.create(transaction.doc, after.pos + 1)
      : Selection.near(after),
  )
  view.dispatch(transaction.scrollIntoView())
}

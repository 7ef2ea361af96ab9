import { Extension } from '@tiptap/core'
import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** About eight pages: an old tablet inserts this without a visible pause. */
const pieceSize = 20_000

/**
 * Inserts a very large paste in pieces, between which the browser paints and the inserted text is sent. In one piece it
 * blocks the page, becomes one message that a slow connection has to carry whole, and reaches others only at its end.
 */
export const LargePaste = Extension.create({
  name: 'largePaste',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('largePaste'),
      props: {
        transformPasted: ({ content, openStart, openEnd }) =>
          new Slice(withShortBlocks(content), openStart, openEnd),
        handlePaste(view, _event, slice) {
          // Inside a list or a table the pieces would not stay together.
          const { $from, $to } = view.state.selection
          if (slice.content.size <= 2 * pieceSize || $from.depth !== 1 || $to.depth !== 1)
            return false
          pasteInPieces(view, slice)
          return true
        },
      },
    }),
  ],
})

/** A text without the end of a paragraph becomes several: the server refuses longer ones (limit blockLength). */
function withShortBlocks(content: Fragment): Fragment {
  const nodes: Node[] = []
  content.forEach((node) => {
    if (node.isLeaf || node.content.size <= pieceSize) nodes.push(node)
    else if (!node.isTextblock) nodes.push(node.copy(withShortBlocks(node.content)))
    else
      for (let from = 0; from < node.content.size; from += pieceSize)
        nodes.push(node.cut(from, Math.min(from + pieceSize, node.content.size)))
  })
  return Fragment.fromArray(nodes)
}

function pasteInPieces(view: EditorView, slice: Slice): void {
  const [first, ...rest] = piecesOf(slice.content)
  if (first === undefined) return
  const { doc, selection } = view.state
  const { $to } = selection
  const behind = doc.content.size - $to.after(1)
  const hasTail = $to.parentOffset < $to.parent.content.size
  view.dispatch(
    view.state.tr.replaceSelection(new Slice(first, slice.openStart, 0)).setMeta('paste', true),
  )
  // The text after the caret in its paragraph is a paragraph of its own now.
  const $end = view.state.doc.resolve(view.state.doc.content.size - behind)
  let place = placeOf(view, $end.pos - (hasTail ? ($end.nodeBefore?.nodeSize ?? 0) : 0))
  const next = () => {
    const piece = rest.shift()
    if (piece === undefined || view.isDestroyed) return
    const at = place()
    view.dispatch(view.state.tr.insert(at, piece))
    place = placeOf(view, at + piece.size)
    setTimeout(next)
  }
  setTimeout(next)
}

/**
 * A position between two blocks that survives remote edits. A remote edit arrives as a new document without a position
 * mapping. Each block is one item of the Yjs text, so the position is stored there, after the preceding block.
 */
function placeOf(view: EditorView, at: number): () => number {
  const shared: Y.XmlFragment = ySyncPluginKey.getState(view.state).type
  const relative = Y.createRelativePositionFromTypeIndex(
    shared,
    view.state.doc.resolve(at).index(0),
    -1,
  )
  return () => {
    const { doc } = view.state
    const index =
      shared.doc === null
        ? undefined
        : Y.createAbsolutePositionFromRelativePosition(relative, shared.doc)?.index
    let position = 0
    for (let i = 0; i < Math.min(index ?? doc.childCount, doc.childCount); i++)
      position += doc.child(i).nodeSize
    return position
  }
}

function piecesOf(content: Fragment): Fragment[] {
  const pieces: Node[][] = []
  let size = Number.POSITIVE_INFINITY
  content.forEach((node) => {
    if (size + node.nodeSize > pieceSize) {
      pieces.push([])
      size = 0
    }
    pieces.at(-1)?.push(node)
    size += node.nodeSize
  })
  return pieces.map((nodes) => Fragment.fromArray(nodes))
}

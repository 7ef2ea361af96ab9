import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { NodeSelection, Plugin, PluginKey, Selection } from '@tiptap/pm/state'
import { pictures } from '#client/sync/session/pictures.ts'
import { planIdOfFile } from '#shared/files/file-id.ts'
import { Picture } from '#shared/richtext/picture-node.ts'
import { askedPicture } from './asked-picture.ts'
import { pictureView } from './picture-view.ts'
import { picturesIn } from './pictures-in.ts'

/**
 * The picture of the schema as an editor has it: drawn, pasted, dropped, and changed with Enter. `planId` is null where the
 * text is only read.
 */
export const EditorPicture = Picture.extend<{ planId: string | null }>({
  addOptions: () => ({ planId: null }),
  addNodeView() {
    return ({ node, view, getPos }) => pictureView(node, view, getPos)
  },
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor: { view } }) => {
        const { selection } = view.state
        if (!(selection instanceof NodeSelection) || selection.node.type.name !== this.name)
          return false
        if (view.editable) askedPicture.set({ kind: 'change', view })
        return true
      },
    }
  },
  addProseMirrorPlugins() {
    const { planId } = this.options
    if (planId === null) return []
    return [
      new Plugin({
        key: new PluginKey('pictures'),
        props: {
          handlePaste(view, event) {
            const files = picturesIn(event.clipboardData).files
            if (files.length === 0 || !view.editable) return false
            askedPicture.set({ kind: 'new', view, planId, files })
            return true
          },
          handleDrop(view, event, _slice, isMoved) {
            const files = isMoved ? [] : picturesIn(event.dataTransfer).files
            if (files.length === 0 || !view.editable) return false
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (at !== null) {
              const $at = view.state.doc.resolve(at.pos)
              view.dispatch(view.state.tr.setSelection(Selection.near($at)))
            }
            askedPicture.set({ kind: 'new', view, planId, files })
            return true
          },
          transformPasted: ({ content, openStart, openEnd }) =>
            new Slice(asOwn(content, planId), openStart, openEnd),
        },
      }),
    ]
  },
})

/** Readers of this plan may not read the plan that a pasted picture comes from. */
function asOwn(content: Fragment, planId: string): Fragment {
  const nodes: Node[] = []
  content.forEach((node) => {
    const file = String(node.attrs['file'])
    if (node.type.name === 'picture' && planIdOfFile(file) !== planId)
      nodes.push(
        node.type.create({ ...node.attrs, file: pictures().copy(planId, file) }, null, node.marks),
      )
    else nodes.push(node.isLeaf ? node : node.copy(asOwn(node.content, planId)))
  })
  return Fragment.fromArray(nodes)
}

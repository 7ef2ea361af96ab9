import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { type Selection, TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { initProseMirrorDoc, ySyncPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'

/** The part of the binding of an editor to a shared text that is used here. */
type Binding = {
  type: Y.XmlFragment
  doc: Y.Doc
  mapping: unknown
  mux: (run: () => void) => void
  destroy: () => void
  initView: (view: EditorView) => void
}

function bindingOf(view: EditorView): Binding {
  return (ySyncPluginKey.getState(view.state) as { binding: Binding }).binding
}

/** Whether an editor shows its text in the plan, and not a fork of it. */
export function isBoundTo(view: EditorView, fragment: Y.XmlFragment): boolean {
  return bindingOf(view).type === fragment
}

/** Binds an editor to a copy with the same content, without a change of the page. */
export function bindToFork(view: EditorView, fork: Y.XmlFragment): void {
  point(view, fork)
  view.dispatch(view.state.tr.setMeta(ySyncPluginKey, { type: fork, doc: fork.doc }))
}

/** Binds an editor to a text with other content and shows that. `select` finds the caret in it. */
export function bindAndShow(
  view: EditorView,
  fragment: Y.XmlFragment,
  select: (doc: Node) => { anchor: number; head: number } | null,
): void {
  const doc = point(view, fragment)
  const { tr } = view.state
  tr.replace(0, tr.doc.content.size, new Slice(Fragment.from(doc.content), 0, 0))
  const selection = select(tr.doc)
  if (selection !== null) tr.setSelection(between(tr.doc, selection))
  tr.setMeta('addToHistory', false).setMeta(ySyncPluginKey, {
    type: fragment,
    doc: fragment.doc,
    isChangeOrigin: true,
  })
  bindingOf(view).mux(() => view.dispatch(tr))
}

/** A selection of text as close to two positions as the text allows. */
export function between(doc: Node, { anchor, head }: { anchor: number; head: number }): Selection {
  const at = (position: number) => doc.resolve(Math.min(Math.max(position, 0), doc.content.size))
  return TextSelection.between(at(anchor), at(head), -1)
}

/** The binding compares nodes by identity first and by content after that, so new nodes do no harm. */
function point(view: EditorView, fragment: Y.XmlFragment): Node {
  const binding = bindingOf(view)
  const { doc, mapping } = initProseMirrorDoc(fragment, view.state.schema)
  binding.destroy()
  if (fragment.doc !== null) binding.doc = fragment.doc
  binding.type = fragment
  binding.mapping = mapping
  binding.initView(view)
  return doc
}

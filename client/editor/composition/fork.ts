import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { StateVector } from './copied-text.ts'

export type Fork = {
  fragment: Y.XmlFragment
  /** The Yjs client of the edits that are made in the fork. */
  client: number
  /** The state of the plan when the fork was made. */
  since: StateVector
  /** Brings the edits of the fork into the plan, and then runs `and` as an edit of the editor. */
  merge(and: () => void): void
  destroy(): void
}

/** A copy of a plan for one text, in which its user writes on while the plan takes the edits of others. */
export function forkOf(fragment: Y.XmlFragment): Fork | null {
  const plan = fragment.doc
  if (plan === null) return null
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(plan))
  const inCopy = counterpart(fragment, copy)
  if (inCopy === null) return null
  const since = new Map(
    [...copy.store.clients.keys()].map((id) => [id, Y.getState(copy.store, id)]),
  )
  const waiting: Uint8Array[] = []
  copy.on('update', (update: Uint8Array) => void waiting.push(update))
  return {
    fragment: inCopy,
    client: copy.clientID,
    since,
    // With the origin of the editor itself: sent, stored and undone like any edit of it.
    merge: (and) => {
      // Not in one transaction: Yjs marks that as remote, and a client that wrote in it takes another id.
      for (const update of waiting.splice(0)) Y.applyUpdate(plan, update, ySyncPluginKey)
      plan.transact(and, ySyncPluginKey)
    },
    destroy: () => copy.destroy(),
  }
}

function counterpart(fragment: Y.XmlFragment, copy: Y.Doc): Y.XmlFragment | null {
  if (fragment._item === null) return copy.getXmlFragment(Y.findRootTypeKey(fragment))
  const { id } = fragment._item
  const item = id.clock < Y.getState(copy.store, id.client) ? Y.getItem(copy.store, id) : null
  const type: unknown =
    item instanceof Y.Item && item.content instanceof Y.ContentType ? item.content.type : null
  return type instanceof Y.XmlFragment ? type : null
}

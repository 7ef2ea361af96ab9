import { defaultDeleteFilter, defaultProtectedNodes, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { Format } from '#shared/format/schema.ts'
import { rootTypes } from '#shared/plan/layout.ts'
import { createSignal } from '../source.ts'
import type { PlanUndo } from './session.ts'

/** Origin of changes to rows, cells and values by this person. */
export const localOrigin = { name: 'local' }

const captureMs = 500

export type OwnedUndo = PlanUndo & { forText(): unknown; destroy(): void }

/** One undo stack over text, cells and rows, with the edits of this user only. */
export function createPlanUndo(doc: Y.Doc, format: Format): OwnedUndo {
  const undoManager = new Y.UndoManager(rootTypes(doc, format), {
    doc,
    captureTimeout: captureMs,
    trackedOrigins: new Set<unknown>([ySyncPluginKey, localOrigin]),
    deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
  })
  const read = () => ({ canUndo: undoManager.canUndo(), canRedo: undoManager.canRedo() })
  const state = createSignal(
    read(),
    (before, after) => before.canUndo === after.canUndo && before.canRedo === after.canRedo,
  )
  const update = () => state.set(read())
  undoManager.on('stack-item-added', update)
  undoManager.on('stack-item-popped', update)
  undoManager.on('stack-cleared', update)
  return {
    state,
    undo: () => void undoManager.undo(),
    redo: () => void undoManager.redo(),
    stopCapturing: () => undoManager.stopCapturing(),
    lastStep: () => undoManager.undoStack.at(-1) ?? null,
    forText: () => editorFacade(undoManager),
    destroy: () => undoManager.destroy(),
  }
}

type StackEvent = { stackItem?: { meta: Map<unknown, unknown> } }
type Listener = (event: StackEvent) => void

/**
 * The undo manager limited to one editor. The binding destroys its manager when its editor unmounts, also a shared one; after
 * that, typing elsewhere would no longer be captured and undo would take back the wrong text. Here only the listeners of
 * that editor are removed.
 */
function editorFacade(shared: Y.UndoManager): unknown {
  const own: { name: string; listener: Listener; registered: Listener }[] = []
  const inner = shared as unknown as {
    on(name: string, listener: Listener): void
    off(name: string, listener: Listener): void
    _observers: unknown
    afterTransactionHandler: unknown
  }
  return {
    get undoStack() {
      return shared.undoStack
    },
    get redoStack() {
      return shared.redoStack
    },
    get _observers() {
      return inner._observers
    },
    // The binding restores the observers that its destroy removed; here none were removed.
    set _observers(_) {},
    doc: shared.doc,
    trackedOrigins: shared.trackedOrigins,
    afterTransactionHandler: inner.afterTransactionHandler,
    undo: () => shared.undo(),
    redo: () => shared.redo(),
    stopCapturing: () => shared.stopCapturing(),
    clear: () => shared.clear(),
    on(name: string, listener: Listener) {
      const registered: Listener = (event) => {
        listener(event)
        keepRelativeOnly(event)
      }
      own.push({ name, listener, registered })
      inner.on(name, registered)
    },
    off(name: string, listener: Listener) {
      const entry = own.find(
        (candidate) => candidate.name === name && candidate.listener === listener,
      )
      if (entry !== undefined) inner.off(name, entry.registered)
    },
    destroy() {
      for (const { name, registered } of own.splice(0)) inner.off(name, registered)
    },
  }
}

/**
 * The binding stores the caret with each step, also as an absolute position in the text of that moment. A later undo looks
 * that position up in a text that may be shorter by then, throws in the middle of the change, and the screen and the plan
 * differ from there on. The relative position, which is stored as well, has no such limit.
 */
function keepRelativeOnly(event: StackEvent): void {
  for (const [key, value] of event.stackItem?.meta ?? []) {
    if (typeof value === 'object' && value !== null && 'absAnchor' in value)
      event.stackItem?.meta.set(key, { ...value, absAnchor: null, absHead: null })
  }
}

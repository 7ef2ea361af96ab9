import type { EditorView } from '@tiptap/pm/view'
import { createSignal } from '#client/sync/source.ts'

/** `new`: files that someone wants in the text, at its selection. `change`: the selected picture. */
export type AskedPicture =
  | { kind: 'new'; view: EditorView; planId: string; files: readonly File[] }
  | { kind: 'change'; view: EditorView }

/** Opens the dialog about a picture. */
export const askedPicture = createSignal<AskedPicture | null>(null)

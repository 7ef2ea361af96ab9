import { getSchema } from '@tiptap/core'
import type { Schema } from '@tiptap/pm/model'
import { richTextExtensions } from './extensions.ts'

/** The ProseMirror schema of a rich text; needs no DOM. */
export const richTextSchema: Schema = getSchema(richTextExtensions())

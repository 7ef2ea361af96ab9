import { z } from 'zod'

export type RichMark = { type: string; attrs?: Record<string, unknown> }
/** A ProseMirror node as JSON. */
export type RichNode = {
  type: string
  attrs?: Record<string, unknown>
  content?: RichNode[]
  marks?: RichMark[]
  text?: string
}
export type RichDoc = RichNode & { type: 'doc' }

export const RichDocSchema: z.ZodType<RichDoc> = z
  .custom<RichDoc>(isRichDoc, 'geen tekstdocument')
  .meta({ type: 'object', description: 'ProseMirror document' })

export function isRichDoc(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'doc'
}

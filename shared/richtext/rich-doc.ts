import { z } from 'zod'
import * as richText from '../text/richtext.ts'

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

/** Every node of the schema (`extensions.ts`). */
export const nodeTypes = [
  'doc',
  'paragraph',
  'heading',
  'blockquote',
  'bulletList',
  'orderedList',
  'listItem',
  'horizontalRule',
  'picture',
  'table',
  'tableRow',
  'tableCell',
  'tableHeader',
  'hardBreak',
  'text',
] as const
export type NodeType = (typeof nodeTypes)[number]
const known: ReadonlySet<string> = new Set(nodeTypes)

/** `unknown`: a node of a newer schema, of which only the content can be used. */
export function nodeTypeOf({ type }: RichNode): NodeType | 'unknown' {
  return known.has(type) ? (type as NodeType) : 'unknown'
}

export const RichDocSchema: z.ZodType<RichDoc> = z
  .custom<RichDoc>(isRichDoc, richText.noTextDocument)
  .meta({ type: 'object', description: 'ProseMirror document' })

export function isRichDoc(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'doc'
}

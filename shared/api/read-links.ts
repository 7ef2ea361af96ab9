import { z } from 'zod'
import { cleanLine } from '../comments/body.ts'
import { textLengths } from '../limits/text-lengths.ts'
import * as apiText from '../text/api.ts'
import { PersonSchema } from './comments.ts'
import { endpoint, FileAnswerSchema } from './endpoint.ts'

/**
 * A link with which people without an account read the presented text until the consultation ends.
 */
const ReadLinkSchema = z.object({
  id: z.string(),
  /** The intended readers, in the words of the user who made the link. */
  label: z.string(),
  createdBy: PersonSchema,
  createdAt: z.string(),
  canRevoke: z.boolean(),
})
export type ReadLink = z.infer<typeof ReadLinkSchema>

/** Not `name`: the BSN check skips `name`, because it is the name of a person. */
export const CreateReadLinkSchema = z.object({
  label: z
    .string()
    .transform(cleanLine)
    .pipe(
      z
        .string()
        .min(2, apiText.forWhomLink)
        .max(textLengths.readLinkLabel, apiText.linkLabelTooLong),
    ),
})

export type ReadRun = {
  text: string
  bold?: true
  italic?: true
  strike?: true
  code?: true
  link?: string
}
/** The plan as a document that a page can render without plan, form or editor. */
export type ReadBlock =
  | { kind: 'heading'; level: number; number?: string; runs: ReadRun[] }
  | { kind: 'paragraph'; role: 'label' | 'body' | 'note'; runs: ReadRun[] }
  | { kind: 'list'; ordered: boolean; start: number; items: ReadBlock[][] }
  | { kind: 'quote'; content: ReadBlock[] }
  | { kind: 'rule' }
  | {
      kind: 'picture'
      file: string
      alt: string
      decorative: boolean
      width: number
      height: number
      scale: number
    }
  | {
      kind: 'table'
      columns: { label: string; align: 'left' | 'right' }[]
      rows: { kind: string; cells: { content: ReadBlock[]; isHeader?: true }[] }[]
    }

const BlocksSchema = z
  .custom<ReadBlock[]>((value) => Array.isArray(value))
  .meta({
    type: 'array',
    description: 'headings, paragraphs, lists, quotes, rules and tables, in order',
  })

export const ReadPageContentSchema = z.object({
  title: z.string(),
  subtitle: z.string().nullable(),
  head: z.array(z.object({ label: z.string(), value: z.string() })),
  blocks: BlocksSchema,
})
export type ReadPageContent = z.infer<typeof ReadPageContentSchema>

const ReadPageSchema = ReadPageContentSchema.extend({
  /** When the text was presented; it is shown as it was at that time. */
  asOf: z.string(),
  expiresAt: z.string(),
})
export type ReadPage = z.infer<typeof ReadPageSchema>

const write = { kind: 'plan', action: 'write' } as const

export const listReadLinks = endpoint('GET', '/api/plans/:planId/read-links', {
  summary: 'Read links that work now',
  access: write,
  response: z.object({ links: z.array(ReadLinkSchema) }),
})
export const createReadLink = endpoint('POST', '/api/plans/:planId/read-links', {
  summary: 'Make a read link, valid until the consultation ends. It is shown only once.',
  access: { ...write, session: 'own' },
  body: CreateReadLinkSchema,
  response: z.object({ id: z.string(), url: z.string(), expiresAt: z.string() }),
  status: 201,
})
export const revokeReadLink = endpoint('DELETE', '/api/plans/:planId/read-links/:linkId', {
  summary: 'Revoke a read link: an own one, or by a coordinator any',
  access: write,
  response: z.object({}),
})
export const readByLink = endpoint('GET', '/api/read/:token', {
  summary: 'The presented text, for anyone with the link: no comments, no members',
  access: { kind: 'public' },
  response: ReadPageSchema,
})

/** One of its pictures; not one that the page does not show. */
export const readPicture = endpoint('GET', '/api/read/:token/files/:fileId', {
  summary: 'A picture in the presented text',
  access: { kind: 'public' },
  response: FileAnswerSchema,
  mediaType: 'application/octet-stream',
  isRecorded: false,
})

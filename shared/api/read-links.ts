import { z } from 'zod'
import { cleanLine } from '../comments/body.ts'
import { textLengths } from '../limits/text-lengths.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

/** A link by which people without an account read what was put forward, until the consultation ends. */
const ReadLinkSchema = z.object({
  id: z.string(),
  /** For whom it is, in the words of the person who made it. */ label: z.string(),
  createdBy: PersonSchema,
  createdAt: z.string(),
  canRevoke: z.boolean(),
})
export type ReadLink = z.infer<typeof ReadLinkSchema>

/** Not `name`: that is who someone is, and is not looked through for a BSN. */
export const CreateReadLinkSchema = z.object({
  label: z
    .string()
    .transform(cleanLine)
    .pipe(
      z
        .string()
        .min(2, 'Vul in voor wie de link is.')
        .max(textLengths.readLinkLabel, 'Houd dit korter dan 80 tekens.'),
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
/** The plan as a document: what a page without a plan, a form or an editor can draw. */
export type ReadBlock =
  | { kind: 'heading'; level: number; number?: string; runs: ReadRun[] }
  | { kind: 'paragraph'; role: 'label' | 'body'; runs: ReadRun[] }
  | { kind: 'list'; ordered: boolean; start: number; items: ReadBlock[][] }
  | { kind: 'quote'; content: ReadBlock[] }
  | { kind: 'rule' }
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

const ReadPageSchema = z.object({
  title: z.string(),
  subtitle: z.string().nullable(),
  /** When the text was put forward; it is shown as it was then. */
  asOf: z.string(),
  expiresAt: z.string(),
  head: z.array(z.object({ label: z.string(), value: z.string() })),
  blocks: BlocksSchema,
})
export type ReadPage = z.infer<typeof ReadPageSchema>

const write = { kind: 'plan', action: 'write' } as const

export const listReadLinks = endpoint('GET', '/api/plans/:planId/read-links', {
  summary: 'Links to read along that work now',
  access: write,
  response: z.object({ links: z.array(ReadLinkSchema) }),
})
export const createReadLink = endpoint('POST', '/api/plans/:planId/read-links', {
  summary: 'Make a link to read along, until the consultation ends. It is shown this once.',
  access: { ...write, session: 'own' },
  body: CreateReadLinkSchema,
  response: z.object({ id: z.string(), url: z.string(), expiresAt: z.string() }),
  status: 201,
})
export const revokeReadLink = endpoint('DELETE', '/api/plans/:planId/read-links/:linkId', {
  summary: 'Revoke a link: an own one, or any by a coordinator',
  access: write,
  response: z.object({}),
})
export const readByLink = endpoint('GET', '/api/read/:token', {
  summary: 'What was put forward, for anyone who has the link: no comments, no members',
  access: { kind: 'public' },
  response: ReadPageSchema,
})

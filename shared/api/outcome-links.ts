import { z } from 'zod'
import { PersonSchema } from './comments.ts'
import { endpoint, FileAnswerSchema } from './endpoint.ts'
import { CreateReadLinkSchema, ReadPageContentSchema } from './read-links.ts'

/**
 * A link with which people without an account read the outcomes: the public version of what was
 * last adopted (R8). It lasts until a coordinator revokes it, whatever happens to the plan meanwhile.
 */
const OutcomeLinkSchema = z.object({
  id: z.string(),
  /** The intended readers, in the words of the coordinator who made the link. */
  label: z.string(),
  createdBy: PersonSchema,
  createdAt: z.string(),
})
export type OutcomeLink = z.infer<typeof OutcomeLinkSchema>

const AdoptedSchema = z.object({ versionNumber: z.int(), adoptedAt: z.string() })

const OutcomePageSchema = ReadPageContentSchema.extend(AdoptedSchema.shape).extend({
  /** True if the plan has ended: these outcomes are the last ones. */
  hasEnded: z.boolean(),
})
export type OutcomePage = z.infer<typeof OutcomePageSchema>

const manage = { kind: 'plan', action: 'manage' } as const

export const listOutcomeLinks = endpoint('GET', '/api/plans/:planId/outcome-links', {
  summary: 'Links to the outcomes that work now, and the version that they show',
  access: manage,
  response: z.object({
    links: z.array(OutcomeLinkSchema),
    /** Null: no version is adopted now, and the links say so. */
    shown: AdoptedSchema.nullable(),
  }),
})
export const createOutcomeLink = endpoint('POST', '/api/plans/:planId/outcome-links', {
  summary: 'Make a link to the outcomes, valid until it is revoked. It is shown only once.',
  access: { ...manage, session: 'own' },
  body: CreateReadLinkSchema,
  response: z.object({ id: z.string(), url: z.string() }),
  status: 201,
})
export const revokeOutcomeLink = endpoint('DELETE', '/api/plans/:planId/outcome-links/:linkId', {
  summary: 'Revoke a link to the outcomes',
  access: manage,
  response: z.object({}),
})
export const readOutcome = endpoint('GET', '/api/outcomes/:token', {
  summary:
    'The public version of what was last adopted, for anyone with the link: no people, no rates, no contact data',
  access: { kind: 'public' },
  response: OutcomePageSchema,
})

/** One of its pictures; not one that the page does not show. */
export const readOutcomePicture = endpoint('GET', '/api/outcomes/:token/files/:fileId', {
  summary: 'A picture in the public version of what was last adopted',
  access: { kind: 'public' },
  response: FileAnswerSchema,
  mediaType: 'application/octet-stream',
  isRecorded: false,
})

import { z } from 'zod'
import { limits } from '../limits.ts'
import { endpoint } from './endpoint.ts'

export const SearchHitSchema = z.object({
  planId: z.string(),
  /** The title of the plan. */
  title: z.string(),
  /** The section with the words: its id and its name. */
  section: z.string(),
  place: z.string(),
  /** The first of the words in the text, and what stands around it. */
  before: z.string(),
  match: z.string(),
  after: z.string(),
})
export type SearchHit = z.infer<typeof SearchHitSchema>

export const searchPlans = endpoint('GET', '/api/search', {
  summary:
    'The sections with all of these words, in the plans and parts that the user may read. Words match from their start, without regard to case and accents; a change is found within a minute',
  access: { kind: 'signedIn', session: 'any' },
  query: z.object({ q: z.string().max(limits.searchLength.max).default('') }),
  response: z.object({
    hits: z.array(SearchHitSchema),
    /** Whether there are more than these. */
    isCut: z.boolean(),
  }),
})

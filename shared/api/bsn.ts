import { z } from 'zod'
import { NotBsnSchema } from '../comments/body.ts'
import { TargetSchema } from '../plan/content.ts'
import { endpoint } from './endpoint.ts'

export const answerNotBsn = endpoint('POST', '/api/plans/:planId/bsn-answers', {
  summary:
    'Record why a number in a text or cell of the plan is not a BSN: user, place and reason, never the digits',
  access: { kind: 'plan', action: 'write' },
  body: z.object({ target: TargetSchema, ...NotBsnSchema.shape }),
  response: z.object({}),
  status: 201,
})

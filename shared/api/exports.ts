import { z } from 'zod'
import { endpoint, FileAnswerSchema } from './endpoint.ts'

const flag = z
  .enum(['0', '1'])
  .optional()
  .transform((value) => value === '1')

export const exportDocx = endpoint('GET', '/api/plans/:planId/export.docx', {
  summary: 'The plan as a Word file in the layout of its form, at or after minSeq',
  access: { kind: 'plan', action: 'read' },
  query: z.object({
    minSeq: z.coerce.number().int().min(0).optional(),
    /** 1: with the guidance of the form, for a working print (Z7). */
    guidance: flag,
    /** 1: with preset rows that nobody touched (Z14). */
    presets: flag,
  }),
  response: FileAnswerSchema,
  mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
})

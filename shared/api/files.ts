import { z } from 'zod'
import { FileKindSchema } from '../files/file-kinds.ts'
import { uploadLimits } from '../limits/upload-limits.ts'
import { TargetSchema } from '../plan/content.ts'
import { endpoint, FileAnswerSchema } from './endpoint.ts'

const StoredFileSchema = z.object({
  id: z.string(),
  /** Null for a picture in a text. */
  name: z.string().nullable(),
  kind: FileKindSchema,
  /** The media type. */
  type: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** Pixels, of a picture. */
  width: z.int().nullable(),
  height: z.int().nullable(),
})
export type StoredFile = z.infer<typeof StoredFileSchema>

/** The last part of the id, made by the client: the same file is sent again under it. */
const LocalIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/)
  .optional()

/** One file in a form. */
const upload = {
  maxBytes: uploadLimits.uploadBytes.max,
  tooLarge: 'upload-too-large',
  form: 'multipart',
} as const

export const addFile = endpoint('POST', '/api/plans/:planId/files', {
  summary:
    'Add a picture for a text (multipart/form-data with one part `file`). It is cleaned of everything but its pixels.',
  access: { kind: 'plan', action: 'write' },
  query: z.object({ id: LocalIdSchema }),
  upload,
  response: StoredFileSchema,
  status: 201,
})

export const getFile = endpoint('GET', '/api/files/:fileId', {
  summary: 'A picture, or an attachment as a download',
  access: { kind: 'file', action: 'read', parts: 'shown' },
  response: FileAnswerSchema,
  mediaType: 'application/octet-stream',
  // The handler adds a line for an attachment. A picture is part of a text, of which no reading is recorded.
  isRecorded: false,
})

const AttachmentSchema = StoredFileSchema.extend({
  name: z.string(),
  target: TargetSchema,
  /** Where it is, in words. */
  place: z.string(),
  addedBy: z.object({ id: z.string(), name: z.string() }),
  addedAt: z.string(),
})
export type Attachment = z.infer<typeof AttachmentSchema>

const AttachQuerySchema = z.object({
  id: LocalIdSchema,
  kind: z.enum(['section', 'row']),
  section: z.string().max(64).optional(),
  table: z.string().max(64).optional(),
  row: z.string().max(64).optional(),
})

export const listAttachments = endpoint('GET', '/api/plans/:planId/attachments', {
  summary: 'Attachments at the places of the plan that the user may see',
  access: { kind: 'plan', action: 'read', parts: 'shown' },
  response: z.object({ attachments: z.array(AttachmentSchema) }),
})

export const addAttachment = endpoint('POST', '/api/plans/:planId/attachments', {
  summary:
    'Attach a file to a section or a row (multipart/form-data with one part `file`, with its name)',
  access: { kind: 'plan', action: 'write' },
  query: AttachQuerySchema,
  upload,
  response: StoredFileSchema,
  status: 201,
})

export const removeAttachment = endpoint('DELETE', '/api/plans/:planId/attachments/:fileId', {
  summary: 'Remove an attachment; its bytes are kept for thirty days',
  access: { kind: 'plan', action: 'write' },
  response: z.object({}),
})

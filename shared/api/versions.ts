import { z } from 'zod'
import { cleanLine } from '../comments/body.ts'
import { ComparisonSchema } from '../compare/differences.ts'
import { textLengths } from '../limits/text-lengths.ts'
import { PlanContentSchema } from '../plan/content.ts'
import * as apiText from '../text/api.ts'
import { VisitLineSchema } from './changes-since-visit.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

export const VersionSchema = z.object({
  id: z.string(),
  /** 1, 2, 3 … within the plan. */
  number: z.int(),
  name: z.string(),
  format: z.object({ id: z.string(), version: z.int() }),
  /** SHA-256 of the content in canonical form (RFC 8785). */
  hash: z.string(),
  /** SHA-256 over the whole version and the seal of the previous one; docs/versions.md. */
  seal: z.string(),
  /** Last change of the plan that the version contains. */
  seq: z.int(),
  /** Null if the format has no budget. */
  totalCents: z.int().nullable(),
  createdAt: z.string(),
  createdBy: PersonSchema,
})
export type Version = z.infer<typeof VersionSchema>

export const maxVersionNameLength = textLengths.versionName

export const CreateVersionSchema = z.object({
  name: z
    .string()
    .transform(cleanLine)
    .pipe(
      z
        .string()
        .min(1, apiText.nameVersion)
        .max(maxVersionNameLength, apiText.versionNameTooLong(maxVersionNameLength)),
    ),
  /**
   * The version contains at least this change: the last one that the user's screen shows as saved.
   */
  minSeq: z.int().min(0).optional(),
})

const read = { kind: 'plan', action: 'read' } as const

export const listVersions = endpoint('GET', '/api/plans/:planId/versions', {
  summary: 'Versions of a plan, newest first',
  access: read,
  response: z.object({ versions: z.array(VersionSchema) }),
})
export const createVersion = endpoint('POST', '/api/plans/:planId/versions', {
  summary: 'Freeze the current plan under the next number',
  access: { kind: 'plan', action: 'write' },
  body: CreateVersionSchema,
  response: VersionSchema,
  status: 201,
})
export const getVersion = endpoint('GET', '/api/versions/:versionId', {
  summary: 'One version',
  access: { kind: 'version', action: 'read' },
  response: VersionSchema,
})
export const getVersionContent = endpoint('GET', '/api/versions/:versionId/content', {
  summary: 'Content of a version as plain JSON; the version hash is over its canonical form',
  access: { kind: 'version', action: 'read' },
  response: PlanContentSchema,
})

/** Stands for the current plan in place of the id of a version. */
export const now = 'now'

export const comparePlan = endpoint('GET', '/api/plans/:planId/compare', {
  summary:
    'Differences between two versions, or between a version and the current plan: `from` and `to` are ids of versions, or `now`',
  access: read,
  query: z.object({ from: z.string().max(64).default(now), to: z.string().max(64).default(now) }),
  response: ComparisonSchema,
})

/** The places that a user worked on during a day, by name. */
const WorkSchema = z.object({ by: PersonSchema, places: z.array(z.string()) })

export const DaySchema = z.object({
  /** ISO date in the Netherlands. */
  day: z.string(),
  /** True if the state of the plan at the end of the day can be shown. */
  isKept: z.boolean(),
  people: z.array(WorkSchema),
  /** The changes of the year, such as an actual cost: it is in no version, so this is its history. */
  year: z.array(VisitLineSchema),
})
export type Day = z.infer<typeof DaySchema>

export const getHistory = endpoint('GET', '/api/plans/:planId/history', {
  summary:
    'The edits per day, newest first: of the form by user and place, of the year by line; half a year at most',
  access: read,
  response: z.object({ days: z.array(DaySchema) }),
})

export const getDayContent = endpoint('GET', '/api/plans/:planId/days/:day/content', {
  summary:
    'The plan as it stood after the last change of a day (ISO date in the Netherlands), as plain JSON; half a year at most',
  access: read,
  response: PlanContentSchema,
})

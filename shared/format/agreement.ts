import { z } from 'zod'
import { RoleSchema } from '../access.ts'
import { DisciplineSchema } from '../disciplines.ts'
import { IdSchema } from './kinds/base.ts'

const where = z.record(z.string(), z.string())
const base = {
  /** A member with one of these disciplines, who may write in the plan, has the mandate as long as nobody else was named. */
  disciplines: z.array(DisciplineSchema),
}

/** A place at the table: one answer is asked for each. */
const SeatDefinitionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed'),
    ...base,
    id: IdSchema,
    label: z.string().min(1),
    /** Which row of `people` says who speaks for it: function, organisation and mandate are read there. */
    person: where,
    /** Held by a member with this role, where no discipline tells who it is. */
    role: RoleSchema.optional(),
  }),
  /** One seat for each row (that match `where`), such as each connected practice; its person is who refers to that row. */
  z.strictObject({ kind: z.literal('perRow'), ...base, table: IdSchema, where }),
])

export const ApprovalSchema = z.strictObject({
  /** How long people get when the coordinator sets no date. */
  deadlineDays: z.int().min(1).max(120),
  seats: z.array(SeatDefinitionSchema).min(1),
})

export const SubmissionSchema = z.strictObject({
  /** Of what this is an application: two forms of one scheme count as one. */
  scheme: IdSchema,
  name: z.string().min(1),
  /** Set where a neighbourhood can apply once in a period (Z3). */
  onePer: z.strictObject({ rule: z.string() }).optional(),
  /** The single value that names who it is handed in to. */
  recipient: IdSchema.optional(),
})

import { z } from 'zod'
import { RoleSchema } from '../access.ts'
import { DisciplineSchema } from '../disciplines.ts'
import { IdSchema } from './kinds/base.ts'

const where = z.record(z.string(), z.string())
/** An answer, or one of several: a person of welzijn may sit in the seat of sociaal domein. */
const whereOneOf = z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)]))
const base = {
  /**
   * A member with one of these disciplines and write access has the mandate as long as nobody else
   * is named.
   */
  disciplines: z.array(DisciplineSchema),
}

/** A seat: one answer is asked for each. */
const SeatDefinitionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed'),
    ...base,
    id: IdSchema,
    label: z.string().min(1),
    /**
     * The `people` row of the person who speaks for the seat: its function, organisation and
     * mandate are used.
     */
    person: whereOneOf,
    /** Held by a member with this role, if no discipline determines the person. */
    role: RoleSchema.optional(),
  }),
  /**
   * One seat for each row (that match `where`), such as each connected practice; its person is the
   * `people` row that refers to that row.
   */
  z.strictObject({ kind: z.literal('perRow'), ...base, table: IdSchema, where }),
])

export const ApprovalSchema = z.strictObject({
  /** How long people get when the coordinator sets no date. */
  deadlineDays: z.int().min(1).max(120),
  seats: z.array(SeatDefinitionSchema).min(1),
})

export const SubmissionSchema = z.strictObject({
  /** The scheme of this application: two forms of one scheme count as one. */
  scheme: IdSchema,
  name: z.string().min(1),
  /** Set where a neighbourhood can apply once in a period (Z3). */
  onePer: z.strictObject({ rule: z.string() }).optional(),
  /** The single value that names the receiver of the submission. */
  recipient: IdSchema.optional(),
})

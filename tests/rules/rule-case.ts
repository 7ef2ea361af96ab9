import type { CreatePlan } from '#shared/api/plans.ts'
import type { Format } from '#shared/format/schema.ts'
import { withChoices } from '#shared/plan/chosen-requirements.ts'
import type { CellValue, Problem } from '#shared/plan/content.ts'
import { findProblems } from '#shared/plan/problems.ts'
import { examplePlan } from '../support/example-plan.ts'
import { planContent, readFormat } from '../support/sample-plans.ts'

export const exampleOf = {
  medrie: 'kraaienveen',
  zwolle: 'broekerveld',
  rijnmond: 'meerpalen',
} as const
export type Form = keyof typeof exampleOf

/**
 * One case of a rule: the example plan of a form with one change, and the severities of all findings
 * of that rule in it. `docs/rules.md` prints each as a row.
 */
export type RuleCase = {
  rule: string
  form: Form
  /** English, for the document: the change. */
  is: string
  change?: (plan: Draft) => void
  finds: readonly Problem['severity'][]
  /** Words that a finding says. */
  says?: string
  /** Names of the seats without akkoord, for rules about it. */
  missing?: readonly string[] | null
  /** Requirements of ours that the coordinator made required. */
  required?: readonly string[]
}

type Cells = Record<string, CellValue>

/** A request for a plan, with the changes that cases make. */
export class Draft {
  readonly body: CreatePlan

  constructor(form: Form) {
    this.body = examplePlan(exampleOf[form])
  }

  values(values: Record<string, string | number | null>): void {
    Object.assign(this.body.values, values)
  }

  field(id: string, text: string): void {
    this.body.fields = { ...this.body.fields, [id]: text }
  }

  rows(table: string): Cells[] {
    const tables = this.body.tables ?? {}
    this.body.tables = tables
    const rows = (tables[table] ?? []) as Cells[]
    tables[table] = rows as never
    return rows
  }

  row(table: string, id: string, cells: Cells): void {
    const row = this.rows(table).find((one) => one['id'] === id)
    if (row === undefined) throw new Error(`no row ${id}`)
    Object.assign(row, cells)
  }

  each(table: string, cells: Cells): void {
    for (const row of this.rows(table)) Object.assign(row, cells)
  }

  add(table: string, cells: Cells): void {
    this.rows(table).push({ id: `new${this.rows(table).length}`, ...cells })
  }

  remove(table: string, ...ids: string[]): void {
    const kept = this.rows(table).filter((row) => !ids.includes(String(row['id'])))
    ;(this.body.tables as Record<string, unknown>)[table] = kept
  }
}

const forms = new Map<string, Format>()

function formOf(id: string): Format {
  const known = forms.get(id) ?? readFormat(id)
  forms.set(id, known)
  return known
}

/** The findings of the case's own rule. */
export function findingsOf({ rule, form, change, missing, required = [] }: RuleCase): Problem[] {
  const draft = new Draft(form)
  change?.(draft)
  const { format: id, ...input } = draft.body
  const format = withChoices(
    formOf(id),
    Object.fromEntries(required.map((requirement) => [requirement, true])),
  )
  const situation = missing === undefined ? undefined : { missingApprovals: missing }
  return findProblems(planContent(format, input), format, situation).filter(
    (problem) => problem.rule === rule,
  )
}

/** A line of the budget with a profession, whose rate is that of the line, or `less` cents less. */
export function withProfession(plan: Draft, line: string, less = 0): void {
  const rate = plan.rows('budget').find(({ id }) => id === line)?.['rateCents']
  plan.rows('rates').push({ id: 'beroep', profession: 'Beroep', rateCents: Number(rate) - less })
  plan.row('budget', line, { profession: 'beroep' })
}

import type * as Y from 'yjs'
import { isRichText } from '../format/columns.ts'
import { blocksOf } from '../format/lookup.ts'
import type { Block, Format } from '../format/schema.ts'
import type { Steps } from '../steps.ts'
import type { PlanContent } from './content.ts'
import { meetingsOf, meetingsTable, type PlanMeeting } from './meetings.ts'
import { readPlanInSteps } from './read.ts'
import { type PlanTask, tasksOf, tasksTable } from './tasks.ts'

export type PlanFacts = {
  title: string
  wijk: string
  team: string
  periodFrom: string | null
  periodTo: string | null
  /** Null when the format has no budget. */
  totalCents: number | null
}

/** The data of a plan in a list of plans. */
export function summarize(
  content: Pick<PlanContent, 'values' | 'totals'>,
  format: Format,
): PlanFacts {
  const text = (id: string) => (typeof content.values[id] === 'string' ? content.values[id] : '')
  const wijk = text('wijk')
  const team = text('team')
  const budget = format.summary.budgetTable
  return {
    title: format.planTitle
      .replaceAll('{wijk}', wijk === '' ? 'zonder naam' : wijk)
      .replaceAll('{team}', team === '' ? 'zonder naam' : team),
    wijk,
    team,
    periodFrom: text('periodFrom') || null,
    periodTo: text('periodTo') || null,
    totalCents: budget === undefined ? null : (content.totals[budget]?.totalCents ?? 0),
  }
}

const summaryForms = new WeakMap<Format, Format>()

/**
 * The same from a document, reading only the budget table and the rows its groups are made from,
 * and no texts. A plan in which users type is summarised for a small part of the cost of reading
 * it.
 */
export type ReadFacts = PlanFacts & { tasks: PlanTask[]; meetings: PlanMeeting[] }
export function* readFacts(doc: Y.Doc, format: Format): Steps<ReadFacts> {
  const known = summaryForms.get(format)
  const form = known ?? summaryForm(format)
  if (known === undefined) summaryForms.set(format, form)
  const content = yield* readPlanInSteps(doc, form, { epoch: '', seq: 0 })
  return {
    ...summarize(content, form),
    tasks: tasksOf(form, content),
    meetings: meetingsOf(form, content),
  }
}

const nameValues: ReadonlySet<string> = new Set(['wijk', 'team', 'periodFrom', 'periodTo'])

function summaryForm(format: Format): Format {
  const { budgetTable } = format.summary
  const tables = new Set([tasksTable, meetingsTable])
  for (const { block } of blocksOf(format)) {
    if (block.kind !== 'table' || block.id !== budgetTable) continue
    tables.add(block.id)
    for (const group of block.groups ?? []) if (group.kind !== 'fixed') tables.add(group.table)
  }
  const kept = (block: Block): Block[] => {
    if (block.kind === 'table' && tables.has(block.id))
      return [{ ...block, columns: block.columns.filter((column) => !isRichText(column)) }]
    return nameValues.has(block.id) ? [block] : []
  }
  return {
    ...format,
    sections: format.sections.map((section) => ({
      ...section,
      blocks: section.blocks.flatMap(kept),
    })),
  }
}

/**
 * The values of the budget bar. All cents; hours in hundredths. Null if the format has no such
 * value.
 */
export type BudgetSummary = {
  totalCents: number
  hoursHundredths: number | null
  availableCents: number | null
  leftCents: number | null
  incomeCents: number | null
  balanceCents: number | null
}

export function budgetSummary(
  content: Pick<PlanContent, 'values' | 'totals'>,
  format: Format,
): BudgetSummary | null {
  const { budgetTable, incomeTable, available } = format.summary
  const budget = budgetTable === undefined ? undefined : content.totals[budgetTable]
  if (budget === undefined) return null
  const given = available === undefined ? null : content.values[available]
  const availableCents = typeof given === 'number' ? given : null
  const incomeCents =
    incomeTable === undefined ? null : (content.totals[incomeTable]?.totalCents ?? 0)
  return {
    totalCents: budget.totalCents,
    hoursHundredths: budget.quantityHundredths ?? null,
    availableCents,
    leftCents: availableCents === null ? null : availableCents - budget.totalCents,
    incomeCents,
    balanceCents: incomeCents === null ? null : incomeCents - budget.totalCents,
  }
}

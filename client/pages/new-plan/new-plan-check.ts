import type { FormIssue } from '#client/hooks/use-form-issues.ts'
import * as newPlanText from '#client/text/new-plan.ts'
import type { Block, Format } from '#shared/format/schema.ts'

export type NewPlan = {
  format: string | null
  wijk: string
  team: string
  gemeente: string
  periodFrom: string
  periodTo: string
}

export const newPlanFields: readonly (keyof NewPlan)[] = [
  'format',
  'wijk',
  'team',
  'gemeente',
  'periodFrom',
  'periodTo',
]

/** The labels of the chosen form for the values that all forms share. */
export type SharedLabels = {
  wijk: string
  team: string
  gemeente: string | null
  periodHint: string | null
}

export function sharedLabels(format: Format | undefined): SharedLabels {
  const blocks = format?.sections.flatMap((section) => section.blocks) ?? []
  const find = (id: string): Block | undefined => blocks.find((block) => block.id === id)
  const label = (id: string) => find(id)?.label?.replace(/:\s*$/, '')
  return {
    wijk: label('wijk') ?? newPlanText.district,
    team: label('team') ?? newPlanText.team,
    gemeente: label('gemeente') ?? null,
    periodHint: find('periodFrom')?.hint ?? null,
  }
}

export function checkNewPlan(plan: NewPlan, labels: SharedLabels): FormIssue[] {
  const issues: FormIssue[] = []
  if (plan.format === null) issues.push({ field: 'format', message: newPlanText.chooseForm })
  if (plan.wijk.trim() === '')
    issues.push({ field: 'wijk', message: newPlanText.fillIn(labels.wijk) })
  if (plan.team.trim() === '')
    issues.push({ field: 'team', message: newPlanText.fillIn(labels.team) })
  if (plan.periodFrom === '')
    issues.push({ field: 'periodFrom', message: newPlanText.giveFirstDay })
  if (plan.periodTo === '') issues.push({ field: 'periodTo', message: newPlanText.giveLastDay })
  else if (plan.periodFrom !== '' && plan.periodTo < plan.periodFrom)
    issues.push({ field: 'periodTo', message: newPlanText.endsBeforeStart })
  return issues
}

/** The title as the server will compose it; null while a value that it needs is missing. */
export function titleOf(format: Format | undefined, plan: NewPlan): string | null {
  if (format === undefined) return null
  const parts: Record<string, string> = { wijk: plan.wijk.trim(), team: plan.team.trim() }
  const names = [...format.planTitle.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  if (names.some((name) => (parts[name] ?? '') === '')) return null
  return format.planTitle.replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '')
}

import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, Problem } from '#shared/plan/content.ts'
import { findProblems } from '#shared/plan/problems.ts'

const found = new WeakMap<PlanContent, Problem[]>()

/** `findProblems`, once for each state of the plan however many parts of the screen ask. */
export function problemsOf(content: PlanContent, format: Format): Problem[] {
  const known = found.get(content)
  if (known !== undefined) return known
  const problems = findProblems(content, format)
  found.set(content, problems)
  return problems
}

export const severities = ['block', 'warn', 'info'] as const

export const severityTexts: Record<Problem['severity'], { label: string; sign: string }> = {
  block: { label: 'Nodig om in te dienen', sign: '!' },
  warn: { label: 'Aandachtspunten', sign: '△' },
  info: { label: 'Nog in te vullen', sign: 'i' },
}

/** "Nog 4 punten tot indienbaar". */
export function problemHeadline(problems: readonly Problem[]): string {
  const blocks = problems.filter((problem) => problem.severity === 'block').length
  if (blocks > 0) return `Nog ${blocks} ${blocks === 1 ? 'punt' : 'punten'} tot indienbaar`
  return problems.length === 0 ? 'Klaar om in te dienen' : 'Indienbaar, met aandachtspunten'
}

import { bsnRule } from './bsn-problems.ts'
import type { Problem } from './content.ts'

/** "Zo laten, met reden": the reason why a finding does not prevent submission. */
export type Overrule = {
  id: string
  key: string
  reason: string
  by: { id: string; name: string }
  at: string
}

export type CheckedProblem = Problem & { key: string; overrule: Overrule | null }

/**
 * The key of an answer to a finding. It includes the sentence: if another name is missing, or one
 * more, the given reason was for another finding.
 */
export function problemKey({ rule, target, message }: Problem): string {
  const { kind, section, field, table, row, column } = target
  return JSON.stringify([
    rule,
    kind,
    section ?? '',
    field ?? '',
    table ?? '',
    row ?? '',
    column ?? '',
    message,
  ])
}

/**
 * A warning may be overruled with a reason; a blocking rule may not, except that a likely BSN may
 * be declared not to be one.
 */
export function canBeOverruled({ rule, severity }: Problem): boolean {
  return severity === 'warn' || rule === bsnRule
}

export function withOverrules(
  problems: readonly Problem[],
  overrules: readonly Overrule[],
): CheckedProblem[] {
  const byKey = new Map(overrules.map((overrule) => [overrule.key, overrule]))
  return problems.map((problem) => {
    const key = problemKey(problem)
    return { ...problem, key, overrule: canBeOverruled(problem) ? (byKey.get(key) ?? null) : null }
  })
}

/** What still prevents submission: blocking rules, and warnings without a reason. */
export function pointsLeft(problems: readonly CheckedProblem[]): CheckedProblem[] {
  return problems.filter((problem) => problem.severity !== 'info' && problem.overrule === null)
}

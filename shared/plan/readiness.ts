import { bsnRule } from './bsn-problems.ts'
import type { Problem } from './content.ts'

/** "Mag, met reden": someone says why a finding does not stand in the way. */
export type Overrule = {
  id: string
  key: string
  reason: string
  by: { id: string; name: string }
  at: string
}

export type CheckedProblem = Problem & { key: string; overrule: Overrule | null }

/**
 * What an answer to a finding belongs to. The sentence is part of it: when another name is missing, or one more, the
 * reason that was given was for something else.
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

/** A warning may be overruled with a reason; a blocking rule may not, except that what looks like a BSN may be none. */
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

/** What still stands between the plan and handing it in: rules that block, and warnings nobody gave a reason for. */
export function pointsLeft(problems: readonly CheckedProblem[]): CheckedProblem[] {
  return problems.filter((problem) => problem.severity !== 'info' && problem.overrule === null)
}

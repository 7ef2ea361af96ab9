import { tableOf } from '../format/lookup.ts'
import type { Rule } from '../format/rules.ts'
import type { Format } from '../format/schema.ts'
import { atOnce, type Steps } from '../steps.ts'
import { findAmountProblems } from './amount-problems.ts'
import { findNumbersLikeBsn } from './bsn-problems.ts'
import type { PlanContent, Problem } from './content.ts'
import type { Finding } from './findings.ts'
import { checkTableRule } from './table-rules.ts'
import { checkValueRule, type Situation } from './value-rules.ts'

/**
 * The findings of a format's rules (M, Z, R of the sources) in a plan, in the order of the rules,
 * after the findings that apply to every plan. Pure; nothing blocks while typing, severities only
 * matter for submission. Without a situation only the plan itself is checked.
 */
export function findProblems(
  content: PlanContent,
  format: Format,
  situation?: Situation,
): Problem[] {
  return atOnce(findProblemsInSteps(content, format, situation))
}

/** The same a row or a rule at a time. */
export function* findProblemsInSteps(
  content: PlanContent,
  format: Format,
  situation?: Situation,
): Steps<Problem[]> {
  const found = [
    content.problems,
    yield* findNumbersLikeBsn(content, format),
    yield* findAmountProblems(content, format),
  ]
  const bases = new Map(format.requirements.map(({ id, basis }) => [id, basis]))
  for (const rule of format.rules) {
    const basis = bases.get(rule.requirement ?? '')
    found.push(
      checkRule(rule, content, format, situation).map(
        (finding): Problem => ({
          rule: rule.id,
          severity: rule.severity,
          ...finding,
          ...(rule.requirement === undefined || basis === undefined
            ? {}
            : { requirement: { id: rule.requirement, basis } }),
        }),
      ),
    )
    const rows = 'table' in rule ? (content.tables[rule.table]?.length ?? 0) : 0
    yield ruleUnits + rows * checkedRowUnits
  }
  return found.flat()
}

/** A rule, and each row that it looks at. */
const ruleUnits = 50
const checkedRowUnits = 0.5

function checkRule(
  rule: Rule,
  content: PlanContent,
  format: Format,
  situation: Situation | undefined,
): Finding[] {
  if (!('table' in rule)) return checkValueRule(rule, { content, format, situation })
  const table = tableOf(format, rule.table)
  return table === undefined ? [] : checkTableRule(rule, table, { content, format })
}

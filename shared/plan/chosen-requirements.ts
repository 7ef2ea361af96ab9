import type { Requirement } from '../format/requirement.ts'
import type { Format } from '../format/schema.ts'
import type { Problem } from './content.ts'

/** What the coordinator of a plan chose about requirements of ours, by id. */
export type RequirementChoices = Readonly<Record<string, boolean>>

/** Whether a requirement holds up this plan: always for the source's, by choice for ours. */
export function isRequired(
  { id, basis, isRequired: byDefault }: Requirement,
  choices: RequirementChoices,
): boolean {
  return basis !== 'ours' || (choices[id] ?? byDefault)
}

/**
 * The form as this plan is checked with it: rules about requirements of ours block where the
 * coordinator chose so, and only inform otherwise.
 */
export function withChoices(format: Format, choices: RequirementChoices): Format {
  const chosen = new Set(
    format.requirements
      .filter((requirement) => requirement.basis === 'ours' && isRequired(requirement, choices))
      .map(({ id }) => id),
  )
  if (chosen.size === 0) return format
  return {
    ...format,
    rules: format.rules.map((rule) =>
      rule.requirement !== undefined && chosen.has(rule.requirement)
        ? { ...rule, severity: 'block' }
        : rule,
    ),
  }
}

/** Whether a version is adopted only by the akkoord of all seats. `format`: with the choices. */
export function mustAllAgree(format: Format): boolean {
  const asked = format.rules.filter(({ kind }) => kind === 'agreed')
  return asked.length === 0 || asked.some(({ severity }) => severity === 'block')
}

/** The findings that hold up the akkoord already: an agreed version can't be completed later. */
export function beforeAgreement(problems: readonly Problem[], format: Format): Problem[] {
  const early = new Set(
    format.requirements.filter(({ before }) => before === 'agreement').map(({ id }) => id),
  )
  return problems.filter(
    ({ severity, requirement }) =>
      severity === 'block' && requirement !== undefined && early.has(requirement.id),
  )
}

/** The single values without which a plan is held up, for the mark at their labels. */
export function requiredValues(format: Format): ReadonlySet<string> {
  return new Set(
    format.rules.flatMap((rule) =>
      rule.kind === 'valueFilled' && rule.severity === 'block' ? [rule.value] : [],
    ),
  )
}

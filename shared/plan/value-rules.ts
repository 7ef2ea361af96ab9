import type { Rule } from '../format/rules.ts'
import type { Format } from '../format/schema.ts'
import { formatList } from '../format-list.ts'
import type { PlanContent, Target } from './content.ts'
import { isFilledCell } from './filled.ts'
import { type Finding, found } from './findings.ts'
import { placeholdersLeft } from './placeholders.ts'
import { isBefore, type TableRule } from './table-rules.ts'

/** Facts that a check can't find in the plan itself. */
export type Situation = {
  /**
   * Names of the seats that were asked for akkoord and did not give it; null if nobody was asked.
   */
  missingApprovals: readonly string[] | null
}

type ValueRule = Exclude<Rule, TableRule>
type Here = { content: PlanContent; format: Format; situation: Situation | undefined }

/** The findings of a rule about single values, texts or the plan as a whole. */
export function checkValueRule(rule: ValueRule, here: Here): Finding[] {
  const check = checks[rule.kind] as (rule: ValueRule, here: Here) => Finding[]
  return check(rule, here)
}

const at = (field: string): Target => ({ kind: 'value', field })
const when = (isWrong: boolean, rule: Rule, target: Target): Finding[] =>
  isWrong ? [found(rule, target)] : []

/** A kind of rule without a check does not compile. */
const checks: {
  readonly [K in ValueRule['kind']]: (
    rule: Extract<ValueRule, { kind: K }>,
    here: Here,
  ) => Finding[]
} = {
  periodOrder: (rule, { content: { values } }) =>
    when(isBefore(values['periodTo'], values['periodFrom']), rule, at('periodTo')),
  periodCalendarYear(rule, { content: { values } }) {
    const { periodFrom: from, periodTo: to } = values
    if (typeof from !== 'string' || typeof to !== 'string') return []
    const isYear = from.endsWith('-01-01') && to === `${from.slice(0, 4)}-12-31`
    return when(!isYear, rule, at('periodFrom'))
  },
  valueFilled: (rule, { content }) =>
    when(!isFilledCell(content.values[rule.value]), rule, at(rule.value)),
  valueIs(rule, { content }) {
    const answer = content.values[rule.value]
    const isGood = typeof answer === 'string' && rule.oneOf.includes(answer)
    return when(!isGood, rule, at(rule.value))
  },
  valueFilledWhen: (rule, { content: { values } }) =>
    when(values[rule.when] === rule.is && !isFilledCell(values[rule.value]), rule, at(rule.value)),
  valueOrder: (rule, { content: { values } }) =>
    when(isBefore(values[rule.value], values[rule.notBefore]), rule, at(rule.value)),
  fieldFilled: (rule, { content }) =>
    when(!isFilledCell(content.fields[rule.field]), rule, { kind: 'field', field: rule.field }),
  placeholderLeft: (rule, { content, format }) =>
    placeholdersLeft(content, format, 'whole').map(({ target, placeholder }) =>
      found(rule, target, { names: placeholder }),
    ),
  placeholderBeside: (rule, { content, format }) =>
    placeholdersLeft(content, format, 'beside').map(({ target, placeholder }) =>
      found(rule, target, { names: placeholder }),
    ),
  agreed(rule, { situation }) {
    if (situation === undefined) return []
    const names = situation.missingApprovals
    if (names?.length === 0) return []
    return [
      found(
        rule,
        { kind: 'plan' },
        {
          names: names === null ? 'alle partijen' : formatList(names),
        },
      ),
    ]
  },
}

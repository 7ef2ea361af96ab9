import type { Rule } from '../format/rules.ts'
import type { Problem, Target } from './content.ts'

/** What a rule found, before its requirement is looked up. */
export type Finding = Pick<Problem, 'message' | 'target'>

/** A finding with the words that the message of the rule leaves open. */
export function found(
  rule: Pick<Rule, 'message'>,
  target: Target,
  words: Readonly<Record<string, string>> = {},
): Finding {
  return {
    message: rule.message.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole),
    target,
  }
}

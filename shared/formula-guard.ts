/** A text that a spreadsheet would take for a formula, which would run when somebody opens or pastes it. */
const formulaStart = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

/**
 * A telephone number as it is written abroad: groups of digits with a space between them, of which
 * no program makes a sum. With a dash or without a space one would, or it would lose its plus.
 */
const telephone = /^\+\d{1,3}(?: \d+)+$/

export function guardFormula(text: string): string {
  return formulaStart.test(text) && !telephone.test(text) ? `'${text}` : text
}

/** The text without the prefix of `guardFormula`. */
export function withoutGuard(text: string): string {
  return text.startsWith("'") && formulaStart.test(text.slice(1)) ? text.slice(1) : text
}

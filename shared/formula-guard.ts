/** A text that a spreadsheet would take for a formula, which would run when somebody opens or pastes it. */
const formulaStart = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

export function guardFormula(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text
}

/** The text without the prefix of `guardFormula`. */
export function withoutGuard(text: string): string {
  return text.startsWith("'") && formulaStart.test(text.slice(1)) ? text.slice(1) : text
}

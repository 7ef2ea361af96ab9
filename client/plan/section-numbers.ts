import type { Format } from '#shared/format/schema.ts'

/**
 * The number before each section on the screen: as the source prints it, or, in a form that prints none, its index among the
 * sections, so that people in a meeting can refer to "4".
 */
export function sectionNumbers(format: Format): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>()
  const printsNumbers = format.sections.some((section) => section.number !== undefined)
  let next = 1
  for (const section of format.sections) {
    if (printsNumbers) {
      if (section.number !== undefined) numbers.set(section.id, section.number.replace(/\.$/, ''))
    } else if (section.part === 'plan' && !section.isHead) numbers.set(section.id, String(next++))
  }
  return numbers
}

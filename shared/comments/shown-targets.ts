import { valuesOf } from '../format/lookup.ts'
import { type Parts, partsOfFormat } from '../format/parts-of-format.ts'
import type { Format, Section } from '../format/schema.ts'
import type { Target } from '../plan/content.ts'
import { checkTarget } from './target.ts'

/**
 * Whether a member who was invited to these parts sees comments on a target. A comment on the whole
 * plan may be about any part of it; comments on a hidden section are hidden, even those on the
 * plan's name.
 */
export function seesTarget(target: Target, format: Format, parts: Parts): boolean {
  return shownTargets(format, parts)(target)
}

/** The same for many targets of one plan: the shown parts are looked up once. */
export function shownTargets(format: Format, parts: Parts): (target: Target) => boolean {
  if (parts === null) return () => true
  const shown = partsOfFormat(format, parts)
  const chosen = {
    ...shown,
    sections: shown.sections.filter((section) => parts.includes(section.id)),
  }
  return (target) =>
    target.kind !== 'plan' && checkTarget(target, chosen, () => true).kind === 'found'
}

/** The section that contains a target; none for the plan as a whole. */
export function sectionOfTarget(
  { section, field, table }: Target,
  format: Format,
): Section | undefined {
  if (section !== undefined) return format.sections.find((one) => one.id === section)
  return format.sections.find((one) => {
    const own = { ...format, sections: [one] }
    return (
      one.blocks.some((block) => block.id === (table ?? field)) ||
      valuesOf(own).some((value) => value.id === field)
    )
  })
}

import { formatList } from '../format-list.ts'
import type { Block } from './blocks.ts'
import type { Format, Section } from './definition.ts'
import { hasOfficialForm, isMarkedColumn, isOurs, notInForm, ownLayout } from './official-form.ts'

/** The heading of `aboutForm`. */
export const aboutTitle = 'Over dit formulier in Wijktafel'

/**
 * What a reader has to know about the form: what the source does not state, all that is ours, and
 * what is kept beside it. Paragraphs; one that starts with `· ` is a list item.
 */
export function aboutForm(format: Format): string[] {
  const isPlan = (section: Section) => section.part === 'plan'
  return [
    ...(format.note === undefined ? [] : [format.note]),
    ...(hasOfficialForm(format) ? additionsOf(format) : [ownLayout(format)]),
    ...keptDuringYear(format.sections.filter((section) => !isPlan(section))),
  ]
}

function additionsOf(format: Format): string[] {
  const added = format.sections
    .filter((section) => section.part === 'plan')
    .flatMap((section) => {
      const names = namesOf(section.blocks.filter(isOurs), section)
      const columns = section.blocks.flatMap((block) =>
        block.kind === 'table'
          ? block.columns
              .filter((column) => isMarkedColumn(block, column) && !column.isInternal)
              .map((column) => column.label)
          : [],
      )
      const all = [...names, ...columns]
      return all.length === 0 ? [] : [`· ${section.shortTitle}: ${formatList(all)}.`]
    })
  if (added.length === 0) return []
  return [
    `Wijktafel heeft onderdelen toegevoegd die niet in het formulier van ${format.issuer} staan. U herkent ze aan ‘${notInForm}’. In een bestand staan ze achter het formulier, en alleen als ze zijn ingevuld. Het gaat om:`,
    ...added,
  ]
}

function keptDuringYear(sections: readonly Section[]): string[] {
  const names = sections.flatMap((section) => namesOf(section.blocks, section))
  return names.length === 0
    ? []
    : [`Dit houdt u bij tijdens het jaar en hoort niet bij het formulier: ${formatList(names)}.`]
}

function namesOf(blocks: readonly Block[], section: Section): string[] {
  return blocks
    .filter((block) => !block.isInternal)
    .map(({ label }) => (label ?? section.shortTitle).replace(/[:?]$/, ''))
}

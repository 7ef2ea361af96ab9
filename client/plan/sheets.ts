import { type Place, sectionOf } from '#client/sync/place.ts'
import { yearColumns, yearOf } from '#shared/format/form-and-year.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Format, Section } from '#shared/format/schema.ts'
import type { Target } from '#shared/plan/content.ts'
import { hasActuals } from './grid/grid-model.ts'

/**
 * The plan screen shows one sheet at a time: the form, which is read and signed, or the administration of the year, which
 * changes all the time (`part: execution`, ADR 0025).
 */
export type SheetId = 'plan' | 'year'

export type Sheet = { id: SheetId; label: string; sections: readonly Section[] }

const known = new WeakMap<Format, readonly Sheet[]>()

/** The sheets that a form has: a form without a year, or the parts that a member may see, has one. */
export function sheetsOf(format: Format): readonly Sheet[] {
  const found = known.get(format)
  if (found !== undefined) return found
  const year = [...actualsOf(format), ...format.sections.flatMap(runningPart)]
  const plan: Sheet = { id: 'plan', label: 'Plan', sections: format.sections.flatMap(formPart) }
  const sheets: Sheet[] = [plan, { id: 'year', label: 'Jaar', sections: year }]
  const shown = sheets.filter(({ sections }) => sections.length > 0)
  const made = shown.length === 0 ? [plan] : shown
  known.set(format, made)
  return made
}

/** The wanted sheet, or the first one of a form that has no such sheet. */
export function sheetOf(format: Format, wanted: SheetId): Sheet {
  const sheets = sheetsOf(format)
  return sheets.find(({ id }) => id === wanted) ?? (sheets[0] as Sheet)
}

/** The sheet on which a place of the plan is shown. */
export function sheetOfPlace(place: Target | Place, format: Format): SheetId {
  const section = sectionOf(place, format)
  if (section === null) return 'plan'
  if (section.part === 'execution') return 'year'
  const name = place.table ?? place.field
  if (section.blocks.find(({ id }) => id === name)?.part === 'execution') return 'year'
  const table = place.table === undefined ? undefined : tableOf(format, place.table)
  if (table === undefined || place.column === undefined) return 'plan'
  const ofYear = yearColumns(table, format)
  return hasActuals(table, ofYear) && ofYear.has(place.column) ? 'year' : 'plan'
}

function formPart(section: Section): Section[] {
  return withBlocks(section, 'plan', ({ part }) => part !== 'execution')
}

function runningPart(section: Section): Section[] {
  return withBlocks(section, 'execution', ({ part }) => part === 'execution')
}

function withBlocks(
  section: Section,
  whole: Section['part'],
  isShown: (block: Section['blocks'][number]) => boolean,
): Section[] {
  const blocks = section.part === 'plan' ? section.blocks.filter(isShown) : section.blocks
  if (section.part !== whole && (section.part === 'execution' || blocks.length === 0)) return []
  // The same object where nothing is left out: a section that changed would be rendered again.
  if (blocks.length === section.blocks.length) return [section]
  return blocks.length === 0 ? [] : [{ ...section, blocks }]
}

/** Budgeted amounts beside the actual costs: the lines are the form's, the actual costs are the year's. */
function actualsOf(format: Format): Section[] {
  const inYear = new Set(yearOf(format).sections.map(({ id }) => id))
  return format.sections.flatMap((section) => {
    if (section.part === 'execution' || !inYear.has(section.id)) return []
    const blocks = section.blocks.filter(
      (block) => block.kind === 'table' && hasActuals(block, yearColumns(block, format)),
    )
    if (blocks.length === 0) return []
    return [
      {
        ...section,
        title: 'Begroot en werkelijk',
        shortTitle: 'Begroot en werkelijk',
        guidance: [],
        blocks: blocks.map(withoutName),
      },
    ]
  })
}

/** Its name on this sheet is that of its section. */
function withoutName(block: Section['blocks'][number]): Section['blocks'][number] {
  const { label: _, hint: __, ...table } = block
  return table as Section['blocks'][number]
}

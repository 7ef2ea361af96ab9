import { contentOfBlock } from '#shared/format/blocks.ts'
import { blocksOf } from '#shared/format/lookup.ts'
import type { Format, Section } from '#shared/format/schema.ts'
import type { Target } from '#shared/plan/content.ts'

/** The place of a user in a plan. */
export type Place = {
  section?: string
  field?: string
  table?: string
  row?: string
  column?: string
}

/**
 * Names of places on the screen: the attribute `data-place` of the element that takes the focus. Ids of a format and of rows
 * hold no slash, so a name can be parsed.
 */
export const fieldPlace = (field: string) => `field/${field}`
export const cellPlace = (table: string, row: string, column: string) =>
  `cell/${table}/${row}/${column}`
export const rowPlace = (table: string, row: string) => `row/${table}/${row}`
export const tablePlace = (table: string) => `table/${table}`
export const sectionPlace = (section: string) => `section/${section}`

export function parsePlace(name: string): Place | null {
  const [kind, a, b, c] = name.split('/')
  if (a === undefined || a === '') return null
  switch (kind) {
    case 'field':
      return { field: a }
    case 'cell':
      return b === undefined || c === undefined ? null : { table: a, row: b, column: c }
    case 'row':
      return b === undefined ? null : { table: a, row: b }
    case 'table':
      return { table: a }
    case 'section':
      return { section: a }
    default:
      return null
  }
}

/** Candidate names, most exact first: a cell that is not on the screen is reached by its row, then by its table. */
export function placesOf(target: Place | Target, format: Format): string[] {
  const names: string[] = []
  const { table, row, column, field } = target
  if (table !== undefined && row !== undefined && column !== undefined)
    names.push(cellPlace(table, row, column))
  if (table !== undefined && row !== undefined) names.push(rowPlace(table, row))
  if (table !== undefined) names.push(tablePlace(table))
  if (field !== undefined) names.push(fieldPlace(field))
  const section = sectionOf(target, format)
  if (section !== null) names.push(sectionPlace(section.id))
  return names
}

/** The section of a place; if the place names none, the section of its field or table. */
export function sectionOf(place: Place | Target, format: Format): Section | null {
  if (place.section !== undefined)
    return format.sections.find((section) => section.id === place.section) ?? null
  for (const { section, block } of blocksOf(format)) {
    if (block.id === place.table || block.id === place.field) return section
    if (contentOfBlock(block, section.title).values?.some(({ id }) => id === place.field) === true)
      return section
  }
  return null
}

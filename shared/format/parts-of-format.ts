import type { Block } from './blocks.ts'
import { type Column, isReference } from './columns.ts'
import type { Format, Section } from './definition.ts'
import { blocksOf, tablesOf, valuesOf } from './lookup.ts'
import type { Rule } from './rules.ts'

/** Sections that a member was invited to. Null: the whole plan. */
export type Parts = readonly string[] | null

/** The names of a plan. An invitation shows them already, so they are never hidden. */
const nameValues: ReadonlySet<string> = new Set(['wijk', 'team', 'periodFrom', 'periodTo'])

/**
 * The form limited to the sections that a member was invited to. A plan read with this form
 * contains nothing else: a reader asks the document only for the names in its form, so a hidden
 * part is never read, instead of removed afterwards.
 */
export function partsOfFormat(format: Format, parts: Parts): Format {
  if (parts === null) return format
  const chosen = new Set(parts)
  const sections = format.sections.flatMap((section): Section[] => {
    if (chosen.has(section.id)) return [section]
    const blocks = section.blocks.filter((block) => nameValues.has(block.id))
    return blocks.length === 0 ? [] : [{ ...section, guidance: [], blocks }]
  })
  const tables = new Set(tablesOf({ ...format, sections }).map((table) => table.id))
  const shown = {
    ...format,
    sections: sections.map((section) => ({
      ...section,
      blocks: section.blocks.flatMap((block) => withoutHidden(block, tables) ?? []),
    })),
  }
  return {
    ...shown,
    summary: partOfSummary(shown),
    rules: format.rules.filter((rule) => isAboutShown(rule, shown)),
  }
}

/**
 * The chosen sections that the current form still has, with their names, for the coordinator who
 * chooses and the member who is told.
 */
export function chosenSections(format: Format, parts: readonly string[]): Section[] {
  return format.sections.filter((section) => parts.includes(section.id))
}

/**
 * A column that can only refer to hidden rows would always be empty; a group per hidden row would
 * have no name.
 */
export function withoutHidden(block: Block, tables: ReadonlySet<string>): Block | null {
  if (block.kind !== 'table') return block
  const columns = block.columns.flatMap((column): Column[] => {
    if (!isReference(column)) return [column]
    const shown = column.tables.filter((table) => tables.has(table))
    return shown.length === 0 ? [] : [{ ...column, tables: shown }]
  })
  if (columns.length === 0) return null
  const groups = block.groups?.filter((group) => group.kind === 'fixed' || tables.has(group.table))
  return { ...block, columns, ...(groups === undefined ? {} : { groups }) }
}

function partOfSummary(shown: Format): Format['summary'] {
  const { budgetTable, incomeTable, available, hoursColumn } = shown.summary
  const hasTable = (id: string | undefined) =>
    id !== undefined && tablesOf(shown).some((table) => table.id === id)
  // Without the budget these values have no reference.
  if (!hasTable(budgetTable)) return {}
  return {
    budgetTable,
    ...(hoursColumn === undefined ? {} : { hoursColumn }),
    ...(hasTable(incomeTable) ? { incomeTable } : {}),
    ...(available !== undefined && valuesOf(shown).some((value) => value.id === available)
      ? { available }
      : {}),
  }
}

/** A rule about hidden data would give a wrong result, or reveal that data. */
export function isAboutShown(rule: Rule, shown: Format): boolean {
  const hasValue = (id: string) => valuesOf(shown).some((value) => value.id === id)
  const hasField = (id: string) => [...blocksOf(shown)].some(({ block }) => block.id === id)
  if ('table' in rule) {
    const table = tablesOf(shown).find((candidate) => candidate.id === rule.table)
    return (
      table !== undefined &&
      columnsOf(rule).every((id) => table.columns.some((column) => column.id === id)) &&
      (!('by' in rule) || tablesOf(shown).some(({ id }) => id === rule.by.table)) &&
      (!('unlessValue' in rule) || rule.unlessValue === undefined || hasValue(rule.unlessValue))
    )
  }
  if (rule.kind === 'fieldFilled') return hasField(rule.field)
  if (rule.kind === 'valueFilledWhen') return hasValue(rule.value) && hasValue(rule.when)
  if (rule.kind === 'valueOrder') return hasValue(rule.value) && hasValue(rule.notBefore)
  if (rule.kind === 'periodOrder' || rule.kind === 'periodCalendarYear')
    return hasValue('periodFrom') && hasValue('periodTo')
  return 'value' in rule ? hasValue(rule.value) : true
}

function columnsOf(rule: Extract<Rule, { table: string }>): string[] {
  return [
    ...('column' in rule ? [rule.column] : []),
    ...('columns' in rule ? rule.columns : []),
    ...('via' in rule ? [rule.via] : []),
    ...('where' in rule ? Object.keys(rule.where) : []),
    ...('via' in rule ? [rule.via] : []),
    ...('unless' in rule && rule.unless !== undefined ? [rule.unless.via] : []),
  ]
}

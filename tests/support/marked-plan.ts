import type { CreatePlan } from '#shared/api/plans.ts'
import type { Column } from '#shared/format/columns.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import { tablesOf, valuesOf } from '#shared/format/lookup.ts'
import type { Block, Format } from '#shared/format/schema.ts'
import type { CellValue } from '#shared/plan/content.ts'

export type Marked = {
  plan: CreatePlan
  /** By section: the words and numbers that occur only there. */
  marks: Map<string, string[]>
}

/**
 * A plan with a unique mark in every field, value and cell that takes text or a number, so that a test can tell which sections
 * of the plan are in a response. The title of the plan is not marked, because every invited user sees it.
 */
export function markedPlan(format: Format): Marked {
  const marks = new Map<string, string[]>()
  const values: Record<string, PlainValue> = {
    wijk: 'Kraaienveen',
    team: 'Wijkteam Kraaienveen',
    periodFrom: '2026-01-01',
    periodTo: '2027-12-31',
  }
  const fields: Record<string, string> = {}
  const tables: Record<string, Record<string, CellValue>[]> = {}
  let next = 0
  const mark = (section: string, value: string) => {
    marks.set(section, [...(marks.get(section) ?? []), value])
    return value
  }
  const text = (section: string) =>
    mark(section, `MERK${section}${String(next++).padStart(4, '0')}`)
  const number = (section: string) => Number(mark(section, String(7_310_003 + 7919 * next++)))
  for (const section of format.sections) {
    for (const block of section.blocks) {
      for (const value of valuesOf({ ...format, sections: [{ ...section, blocks: [block] }] })) {
        if (value.id in values) continue
        if (value.kind === 'line') values[value.id] = text(section.id)
        if (value.kind === 'money' || value.kind === 'number') values[value.id] = number(section.id)
      }
      if (block.kind === 'richText') fields[block.id] = text(section.id)
      const table = tableIn(block, format)
      if (table === undefined) continue
      tables[table.id] = ['a', 'b'].map((name) => {
        const row: Record<string, CellValue> = { id: mark(section.id, `rij-${table.id}-${name}`) }
        for (const column of table.columns)
          row[column.id] = cellOf(column, {
            text: () => text(section.id),
            number: () => number(section.id),
            row: name,
          })
        if (table.groups !== undefined)
          row['group'] = table.groups.some((group) => group.kind === 'perRow')
            ? 'rij-themes-a'
            : String(table.groups.find((group) => group.kind === 'fixed')?.id)
        return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
      })
    }
  }
  return { plan: { format: format.id, values, fields, tables }, marks }
}

function tableIn(block: Block, format: Format) {
  return tablesOf(format).find((table) => table.id === block.id)
}

function cellOf(
  column: Column,
  make: { text: () => string; number: () => number; row: string },
): CellValue {
  switch (column.kind) {
    case 'line':
    case 'richText':
      return column.id === 'group' ? null : make.text()
    case 'reference':
      return `rij-${column.tables[0]}-${make.row}`
    case 'choice':
      return column.options[0]?.id ?? null
    // A rate must be small, and a product of two numbers is no mark of either.
    case 'money':
      if (column.isRate) return 1
      return column.product !== undefined ? null : make.number()
    case 'count':
      return make.number()
    default:
      return null
  }
}

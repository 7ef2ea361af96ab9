import type { Column } from './columns.ts'
import type { Block, Format, Table } from './definition.ts'

type Questionnaire = Extract<Block, { kind: 'questionnaire' }>

/**
 * A questionnaire is stored as a table, so that questions can be added, moved and imported like any other row;
 * this is that table.
 */
export function questionnaireTable(block: Questionnaire): Table {
  return {
    kind: 'table',
    id: block.id,
    label: block.label,
    layout: 'grid',
    item: block.item,
    columns: [
      { kind: 'line', id: 'question', label: 'Vraag', width: 5, isTitle: true, isInternal: false },
      ...block.moments.map(
        (moment): Column => ({
          kind: 'choice',
          id: moment.id,
          label: moment.label,
          width: 1.5,
          isTitle: false,
          isInternal: false,
          options: block.scale,
        }),
      ),
    ],
    totals: [],
    presetRows: [],
  }
}

/** Every block of a format with the section it stands in. */
export function* blocksOf(
  format: Format,
): Generator<{ section: Format['sections'][number]; block: Block }> {
  for (const section of format.sections)
    for (const block of section.blocks) yield { section, block }
}

/** Every table of a format, questionnaires included. */
export function tablesOf(format: Format): Table[] {
  const tables: Table[] = []
  for (const { block } of blocksOf(format)) {
    if (block.kind === 'table') tables.push(block)
    if (block.kind === 'questionnaire') tables.push(questionnaireTable(block))
  }
  return tables
}

export function tableOf(format: Format, id: string): Table | undefined {
  return tablesOf(format).find((table) => table.id === id)
}

/** Ids of the rich text fields outside tables. */
export function fieldIdsOf(format: Format): string[] {
  const ids: string[] = []
  for (const { block } of blocksOf(format)) if (block.kind === 'richText') ids.push(block.id)
  return ids
}

export type ValueKind = 'line' | 'date' | 'number' | 'money' | 'choice'
export type ValueDefinition = {
  id: string
  kind: ValueKind
  label: string
  options?: readonly string[]
}

export const yesNo = [
  { id: 'ja', label: 'Ja' },
  { id: 'nee', label: 'Nee' },
] as const

/** Every single value of a format: what the root map `values` may hold. */
export function valuesOf(format: Format): ValueDefinition[] {
  const values: ValueDefinition[] = []
  for (const { section, block } of blocksOf(format)) {
    const label = block.label ?? section.title
    switch (block.kind) {
      case 'line':
      case 'date':
      case 'number':
      case 'money':
        values.push({ id: block.id, kind: block.kind, label })
        break
      case 'choice':
        values.push({
          id: block.id,
          kind: 'choice',
          label,
          options: block.options.map((option) => option.id),
        })
        break
      case 'checklist':
        for (const item of block.items) {
          values.push({
            id: item.id,
            kind: 'choice',
            label: item.label,
            options: yesNo.map((option) => option.id),
          })
          values.push({
            id: `${item.id}Note`,
            kind: 'line',
            label: item.noteLabel ?? 'Toelichting',
          })
        }
        break
      case 'questionnaire':
        for (const moment of block.moments)
          values.push({ id: `${moment.id}Date`, kind: 'date', label: moment.dateLabel })
        break
      case 'richText':
      case 'table':
        break
    }
  }
  return values
}

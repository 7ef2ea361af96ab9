import { type ByBlockKind, byBlockKind } from '#shared/format/blocks.ts'
import { questionnaireTable } from '#shared/format/kinds/blocks/questionnaire.ts'
import { valuesOf } from '#shared/format/lookup.ts'
import type { Block, Format, Section, Table } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { cellWords, labelled, valueWords } from '#shared/plan/words.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'

/** The plan as plain text, for a download when the server refuses the work. */
export function rescueText(content: PlanContent, format: Format): string {
  const definitions = new Map(valuesOf(format).map((definition) => [definition.id, definition]))
  const value = (id: string, label: string) => {
    const definition = definitions.get(id)
    const words =
      definition === undefined ? '' : valueWords(content.values[id] ?? null, definition, format)
    return words === '' ? [] : [labelled(definition?.label ?? label, words)]
  }
  const lines = [
    format.name,
    '='.repeat(format.name.length),
    'Kopie van uw scherm, gemaakt omdat de server het werk niet aannam.',
    '',
  ]
  for (const section of format.sections) {
    lines.push(section.title, '-'.repeat(section.title.length))
    for (const block of section.blocks)
      lines.push(...byBlockKind(blockLines, block, { section, content, value }))
    lines.push('')
  }
  return `${lines.join('\r\n').replace(/(\r\n){3,}/g, '\r\n\r\n')}\r\n`
}

type BlockContext = {
  section: Section
  content: PlanContent
  /** A single value with its name; empty when the value is empty. */
  value: (id: string, label: string) => string[]
}

const single = ({ id, label }: Block, { section, value }: BlockContext) =>
  value(id, label ?? section.title)

const blockLines: ByBlockKind<string[], [around: BlockContext]> = {
  richText: ({ id, label }, { content }) => [
    ...(label === undefined ? [] : [`[${label}]`]),
    richText(content.fields[id]),
    '',
  ],
  line: single,
  date: single,
  number: single,
  money: single,
  choice: single,
  checklist: ({ items }, { value }) => [
    ...items.flatMap((item) => [
      ...value(item.id, item.label),
      ...value(`${item.id}Note`, item.noteLabel ?? 'Toelichting'),
    ]),
    '',
  ],
  questionnaire: (block, { content, value }) => [
    ...block.moments.flatMap((moment) => value(`${moment.id}Date`, moment.dateLabel)),
    ...tableText(questionnaireTable(block), content),
    '',
  ],
  table: (table, { content }) => [...tableText(table, content), ''],
}

function tableText(table: Table, content: PlanContent): string[] {
  const rows = content.tables[table.id] ?? []
  if (rows.length === 0) return []
  return [
    ...(table.label === undefined ? [] : [`[${table.label}]`]),
    ...rows.flatMap((row, index) => [
      `${index + 1}.`,
      ...table.columns.flatMap((column) => {
        const text = cellWords(row[column.id] ?? null, column, content)
        return text === ''
          ? []
          : [`   ${labelled(column.label, text.replace(/\n/g, '\r\n      '))}`]
      }),
    ]),
  ]
}

function richText(doc: RichNode | undefined): string {
  return doc === undefined ? '' : plainText(doc).replace(/\n/g, '\r\n')
}

/** A file name that every operating system accepts. */
export function rescueFileName(content: PlanContent, nowMs: number): string {
  const wijk = content.values['wijk']
  const name =
    typeof wijk === 'string'
      ? wijk
          .replace(/[^\p{L}\p{N}]+/gu, '-')
          .replace(/^-|-$/g, '')
          .slice(0, 60)
      : ''
  const at = new Date(nowMs).toISOString().slice(0, 16).replace(/[T:]/g, '-')
  return `kopie-${name === '' ? 'plan' : name}-${at}.txt`
}

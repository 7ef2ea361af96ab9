import type { ReactNode } from 'react'
import { type ByBlockKind, byBlockKind } from '#shared/format/blocks.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import { questionnaireTable } from '#shared/format/kinds/blocks/questionnaire.ts'
import { valuesOf } from '#shared/format/lookup.ts'
import type { Block, Format, Section, Table } from '#shared/format/schema.ts'
import { formatEuro } from '#shared/money.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import { isFilledCell, isUntouchedPreset } from '#shared/plan/filled.ts'
import { titleOf } from '#shared/plan/row-title.ts'
import { bareLabel, cellWords, valueWords } from '#shared/plan/words.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import { RichNodes } from '../compare/rich-node.tsx'
import './version-reading.css'

type ReadingProps = { content: PlanContent; format: Format }

/** A version to read, in the order of its form, without its empty fields. */
export function VersionReading({ content, format }: ReadingProps) {
  const form = formOf(format)
  return form.sections.map((section) => {
    const parts = section.blocks
      .map((block) => byBlockKind(readers, block, { section, content, format: form }))
      .filter((part) => part !== null)
    if (parts.length === 0) return null
    return (
      <section key={section.id} className="reading">
        <h3 className="reading__title">
          {section.number !== undefined && `${section.number} `}
          {section.title}
        </h3>
        {parts}
      </section>
    )
  })
}

type BlockReading = ReadingProps & { section: Section }

function single({ id }: Block, { section: _, ...around }: BlockReading) {
  return <ValuesPart key={id} ids={[id]} {...around} />
}

const readers: ByBlockKind<ReactNode, [around: BlockReading]> = {
  richText: ({ id, label }, { content }) =>
    isFilledCell(content.fields[id]) ? (
      <TextPart
        key={id}
        label={label === undefined ? null : bareLabel(label)}
        node={content.fields[id]}
      />
    ) : null,
  line: single,
  date: single,
  number: single,
  money: single,
  choice: single,
  checklist: ({ id, items }, { section: _, ...around }) => (
    <ValuesPart key={id} ids={items.flatMap((item) => [item.id, `${item.id}Note`])} {...around} />
  ),
  questionnaire: (block, { section, ...around }) => (
    <TablePart
      key={block.id}
      table={questionnaireTable(block)}
      label={block.label ?? section.title}
      {...around}
    />
  ),
  table: (table, { section, ...around }) => (
    <TablePart key={table.id} table={table} label={table.label ?? section.title} {...around} />
  ),
}

function TextPart({ label, node }: { label: string | null; node: RichNode | undefined }) {
  return (
    <div className="reading__part">
      {label !== null && <h4 className="reading__label">{label}</h4>}
      <RichNodes nodes={node?.content ?? []} />
    </div>
  )
}

function ValuesPart({ ids, content, format }: ReadingProps & { ids: readonly string[] }) {
  const shown = valuesOf(format).flatMap((value) => {
    const words = ids.includes(value.id)
      ? valueWords(content.values[value.id] ?? null, value, format)
      : ''
    return words === '' ? [] : [{ id: value.id, label: bareLabel(value.label), words }]
  })
  if (shown.length === 0) return null
  return (
    <dl className="reading__values">
      {shown.map((value) => (
        <div key={value.id}>
          <dt>{value.label}</dt>
          <dd>{value.words}</dd>
        </div>
      ))}
    </dl>
  )
}

function TablePart({ table, label, content }: ReadingProps & { table: Table; label: string }) {
  const rows = (content.tables[table.id] ?? []).filter((row) => !isUntouchedPreset(table, row))
  const totals = content.totals[table.id]
  if (rows.length === 0) return null
  return (
    <div className="reading__part">
      <h4 className="reading__label">{bareLabel(label)}</h4>
      <ol className="reading__rows">
        {rows.map((row) => (
          <li key={row.id}>
            <strong>{titleOf(table, row)}</strong>
            <CellsOf table={table} row={row} content={content} />
          </li>
        ))}
      </ol>
      {totals !== undefined && (
        <p className="reading__total">
          {table.totals[0]?.label}: <strong>{formatEuro(totals.totalCents)}</strong>
        </p>
      )}
    </div>
  )
}

function CellsOf({ table, row, content }: { table: Table; row: Row; content: PlanContent }) {
  const title = titleOf(table, row)
  const cells = table.columns.flatMap((column) => {
    const words =
      column.isInternal || (table.groups !== undefined && column.id === 'group')
        ? ''
        : cellWords(row[column.id] ?? null, column, content)
    return words === '' || words === title ? [] : [{ id: column.id, label: column.label, words }]
  })
  return (
    <dl className="reading__cells">
      {cells.map((cell) => (
        <div key={cell.id}>
          <dt>{cell.label}</dt>
          <dd>{cell.words}</dd>
        </div>
      ))}
    </dl>
  )
}

import type { ReactNode } from 'react'
import { XmlFragment } from 'yjs'
import type { Beside } from '#client/bsn-exceptions.ts'
import { FieldEditor } from '#client/editor/field-editor.tsx'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { wholeView } from '#client/sync/session/session.ts'
import {
  type ByColumnKind,
  byColumnKind,
  type Column,
  type ColumnOf,
  isRichText,
} from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import { formatEuro, limits } from '#shared/money.ts'
import { negativeMessage } from '#shared/plan/amount-problems.ts'
import { isAmountRow, productColumn, timesRate } from '#shared/plan/computed.ts'
import type { Row } from '#shared/plan/content.ts'
import { isCorrection } from '#shared/plan/corrections.ts'
import { rowCells } from '#shared/plan/layout.ts'
import { dateCodec, lineCodec, numberCodec } from './codecs.ts'
import { showDate } from './date-text.ts'
import { DraftCell } from './draft-cell.tsx'
import type { Naming } from './naming.ts'
import {
  amountKind,
  countKind,
  type NumberKind,
  quantityKind,
  rateKind,
  showNumber,
} from './number-value.ts'
import { type ReferenceGroup, referenceLabel } from './references.ts'
import { SelectCell } from './select-cell.tsx'
import { NotApplicableCell, ShownCell } from './shown-cell.tsx'
import { plainCell, useCell } from './use-cell.ts'
import './table-cell.css'

type TableCellProps = {
  table: Table
  column: Column
  row: Row
  naming: Naming
  /** For a reference: the rows that it can point at. */
  references?: readonly ReferenceGroup[] | undefined
  className?: string
}

/** One cell of a table, of any kind of column. */
export function TableCell(props: TableCellProps) {
  const { column, row } = props
  if (!isRichText(column) && row[column.id] === notApplicable) return <NotApplicableCell />
  return byColumnKind(cells, column, props)
}

const cells: ByColumnKind<ReactNode, [props: TableCellProps]> = {
  line: (_, props) => <LineCell {...props} />,
  richText: (_, props) => <RichTextCell {...props} />,
  choice: (column, props) => (
    <ChosenCell
      {...props}
      groups={[{ label: column.label, options: column.options }]}
      goneLabel="Onbekende keuze"
    />
  ),
  date: (_, props) => <DateCell {...props} />,
  count: (column, props) => <NumberCell {...props} kind={{ ...countKind, max: column.max }} />,
  quantity: (_, props) => <NumberCell {...props} kind={quantityKind} />,
  money: (column, props) => (
    <NumberCell
      {...props}
      kind={column.isRate ? rateKind : amountKind}
      isOutput={column === productColumn(props.table) && !isAmountRow(props.table, props.row)}
      remarkOn={(value) => deviationOf(column, value)}
    />
  ),
  reference: (_, props) => (
    <ChosenCell {...props} groups={props.references ?? []} goneLabel="Verwijderd uit de lijst" />
  ),
  computed: (_, props) => <NumberCell {...props} kind={amountKind} isOutput />,
}

type NumberCellProps = TableCellProps & {
  kind: NumberKind
  /** Computed from other cells, so it can't be edited. */
  isOutput?: boolean
  remarkOn?: (value: number | null) => { text: string; short: string } | undefined
}

function NumberCell({
  table,
  column,
  row,
  naming,
  className = '',
  kind,
  isOutput = false,
  remarkOn,
}: NumberCellProps) {
  const cell = useCell({ table: table.id, row: row.id, column: column.id })
  const plain = plainCell(row[column.id])
  const number = typeof plain === 'number' ? plain : null
  if (isOutput || cell.kind === 'shown')
    return (
      <ShownCell cell={cell} isNumber isOutput={isOutput}>
        {number === null ? null : showNumber(kind, number)}
      </ShownCell>
    )
  return (
    <DraftCell
      cell={cell}
      value={number}
      codec={numberCodec(kind, (next) => refuseProduct(table, row, column.id, next))}
      naming={naming}
      isNumber
      remark={remarkOn?.(number)}
      className={className}
    />
  )
}

function useText({ table, column, row }: TableCellProps) {
  const cell = useCell({ table: table.id, row: row.id, column: column.id })
  const plain = plainCell(row[column.id])
  return { cell, text: typeof plain === 'string' ? plain : null }
}

function DateCell(props: TableCellProps) {
  const { cell, text } = useText(props)
  if (cell.kind === 'shown') return <ShownCell cell={cell}>{showDate(text)}</ShownCell>
  return (
    <DraftCell
      cell={cell}
      value={text}
      codec={dateCodec}
      naming={props.naming}
      className={props.className ?? ''}
    />
  )
}

/** One of the options of a choice, or of the rows that a reference can point at. */
function ChosenCell({
  groups,
  goneLabel,
  ...props
}: TableCellProps & { groups: readonly ReferenceGroup[]; goneLabel: string }) {
  const { cell, text } = useText(props)
  if (cell.kind === 'shown')
    return (
      <ShownCell cell={cell}>
        {text === null ? null : (referenceLabel(groups, text) ?? goneLabel)}
      </ShownCell>
    )
  return (
    <SelectCell
      cell={cell}
      value={text}
      groups={groups}
      naming={props.naming}
      goneLabel={goneLabel}
    />
  )
}

function LineCell({ table, row, column, ...props }: TableCellProps) {
  const { cell, text } = useText({ table, row, column, ...props })
  const beside = besideIn(table, row, column)
  if (cell.kind === 'shown') return <ShownCell cell={cell}>{text}</ShownCell>
  return (
    <DraftCell
      cell={cell}
      value={text}
      codec={lineCodec(beside)}
      beside={beside}
      naming={props.naming}
      isWrapping
      className={props.className ?? ''}
    />
  )
}

/** The texts in the other cells of a row, before and after this one. */
function besideIn(table: Table, row: Row, column: Column): Beside {
  const lines = table.columns.filter(({ kind }) => kind === 'line')
  const at = lines.indexOf(column)
  const textOf = ({ id }: Column) => (typeof row[id] === 'string' ? row[id] : '')
  return { before: lines.slice(0, at).map(textOf), after: lines.slice(at + 1).map(textOf) }
}

/** A factor within its limits may still make a line amount beyond its limit (domain.md 1.4). */
function refuseProduct(table: Table, row: Row, column: string, next: number): string | null {
  if (next < 0 && !isCorrection(table, row)) return negativeMessage
  const [a, b] = productColumn(table)?.product ?? []
  if (a === undefined || b === undefined || (column !== a && column !== b)) return null
  const other = row[column === a ? b : a]
  if (typeof other !== 'number') return null
  return timesRate(table, a, next, other) > limits.amountCents
    ? `Deze regel wordt dan hoger dan ${formatEuro(limits.amountCents)}. Splits de regel op.`
    : null
}

/** Z12: the source presets a rate and does not state that it is fixed. */
function deviationOf(
  column: ColumnOf<'money'>,
  value: number | null,
): { text: string; short: string } | undefined {
  if (
    !column.marksDeviation ||
    column.default === undefined ||
    value === null ||
    value === column.default
  )
    return undefined
  return {
    text: `wijkt af van het standaardtarief van ${formatEuro(column.default)}`,
    short: 'afwijkend',
  }
}

function RichTextCell({ table, column, row, naming }: TableCellProps) {
  const { session, edit } = usePlanContext()
  const cell = useCell({ table: table.id, row: row.id, column: column.id })
  const fragment = rowCells(session.doc, table.id, row.id)?.get(column.id)
  if (!(fragment instanceof XmlFragment)) return null
  const label = naming.kind === 'grid' ? naming.label : column.label
  return (
    <div className="rich-field" data-place={cell.place}>
      <FieldEditor
        session={wholeView(session)}
        edit={edit}
        fragment={fragment}
        place={{ table: table.id, row: row.id, column: column.id }}
        label={label}
        placeholder="Schrijf hier"
      />
    </div>
  )
}

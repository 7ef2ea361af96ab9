import { useId } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { CommentHere } from '#client/panels/comments/comment-here.tsx'
import { type Column, isRichText } from '#shared/format/columns.ts'
import { isMarkedColumn } from '#shared/format/official-form.ts'
import type { Table } from '#shared/format/schema.ts'
import type { Row } from '#shared/plan/content.ts'
import { OursMark } from '../blocks/ours-mark.tsx'
import type { ReferenceGroup } from '../cells/references.ts'
import { TableCell } from '../cells/table-cell.tsx'
import '#client/panels/comments/comment-here.css'
import '../blocks/labelled.css'
import './card-field.css'
import '../cells/cell.css'

type CardFieldProps = {
  table: Table
  column: Column
  row: Row
  rowName: string
  references: readonly ReferenceGroup[] | undefined
  isWide: boolean
}

export function CardField({ table, column, row, rowName, references, isWide }: CardFieldProps) {
  const { edit } = usePlanContext()
  const labelId = useId()
  const isText = isRichText(column)
  return (
    <div
      className={`card-field${isWide ? ' card-field--wide' : ''} cells--boxed cells--flush comment-scope`}
    >
      <div className="with-comments">
        {/* A rich text has its own accessible name. */}
        <div className="labelled__label" id={labelId} aria-hidden={isText || undefined}>
          {column.label}
          <span className="visually-hidden">, {rowName}</span>
        </div>
        {isMarkedColumn(table, column) && <OursMark />}
        <CommentHere
          target={{ kind: 'cell', table: table.id, row: row.id, column: column.id }}
          label={`${column.label}, ${rowName}`}
        />
      </div>
      <TableCell
        table={table}
        column={column}
        row={row}
        naming={
          isText ? { kind: 'grid', label: `${column.label} ${rowName}` } : { kind: 'card', labelId }
        }
        references={references}
        className="cell__input--boxed"
      />
      {column.hint !== undefined && edit !== null && (
        <p className="labelled__hint">{column.hint}</p>
      )}
    </div>
  )
}

import type { ReactNode } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { can } from '#shared/access.ts'
import { CellFrame, noteId } from './cell-frame.tsx'
import type { CellState } from './use-cell.ts'
import './cell.css'

/** A read-only value: computed, or in a plan that the user may only read. */
export function ShownCell({
  cell,
  children,
  isNumber = false,
  isOutput = false,
}: {
  cell: CellState
  children: ReactNode
  isNumber?: boolean
  isOutput?: boolean
}) {
  const { role, edit } = usePlanContext()
  const isEmpty = children === null || children === ''
  // Someone who only comments reaches each value with Tab, to comment on it (Ctrl+Alt+M); an editor has inputs.
  const isStop = edit === null && can(role, 'comment')
  return (
    <CellFrame cell={{ ...cell, kind: 'shown' }} isNumber={isNumber}>
      <span
        id={cell.id}
        data-place={isOutput ? undefined : cell.place}
        tabIndex={isOutput ? undefined : isStop ? 0 : -1}
        className={isOutput ? 'cell__value cell__value--output' : 'cell__value'}
        aria-describedby={noteId(cell.id)}
      >
        {isEmpty ? <Nothing /> : children}
      </span>
    </CellFrame>
  )
}

function Nothing() {
  return (
    <>
      <span aria-hidden="true" className="cell__nothing">
        –
      </span>
      <span className="visually-hidden">leeg</span>
    </>
  )
}

/** "nvt" differs from an empty cell and from zero (Z13). */
export function NotApplicableCell() {
  return (
    <span className="cell__na">
      <span aria-hidden="true">nvt</span>
      <span className="visually-hidden">niet van toepassing</span>
    </span>
  )
}

import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { Button } from '#client/ui/button.tsx'
import { disciplines } from '#shared/disciplines.ts'
import { firstName } from '../presence/presence.ts'
import type { CellState, WritableCell } from './use-cell.ts'
import './cell.css'

type CellFrameProps = {
  cell: CellState
  children: ReactNode
  /** Why the typed text was refused, and the value that was probably meant. */
  refusal?: { message: string; suggestion?: string; onTake: () => void } | undefined
  /** A remark on the value, such as a rate that is not the standard one. */
  remark?: { text: string; short: string } | undefined
  isNumber?: boolean
}

/** The frame of an input: the other users in it, their last change, and the refusal of its text, all in words. */
export function CellFrame({ cell, children, refusal, remark, isNumber = false }: CellFrameProps) {
  const [person] = cell.people
  const style = person === undefined ? undefined : ({ '--who': colorOf(person) } as CSSProperties)
  return (
    <div
      className={`cell${isNumber ? ' cell--number' : ''}${person === undefined ? '' : ' cell--occupied'}${cell.change === undefined ? '' : ' cell--changed'}`}
      style={style}
      data-explained={refusal !== undefined || cell.change !== undefined || undefined}
    >
      {children}
      <div className="cell__notes" id={noteId(cell.id)}>
        {person !== undefined && (
          <span className="cell__who">
            {cell.people.map((other) => firstName(other.name)).join(', ')}
            <span className="cell__here"> is hier</span>
          </span>
        )}
        {remark !== undefined && (
          <span className="cell__remark" title={remark.text}>
            <span aria-hidden="true">{remark.short}</span>
            <span className="visually-hidden">{remark.text}</span>
          </span>
        )}
        {refusal !== undefined && <span className="cell__refusal">{refusal.message}</span>}
        {cell.change !== undefined && (
          <span className="cell__change">{changeText(cell.change.by)}</span>
        )}
      </div>
      {refusal?.suggestion !== undefined && (
        <button type="button" className="cell__suggestion" onClick={refusal.onTake}>
          Bedoelt u {refusal.suggestion}?
        </button>
      )}
      {cell.change?.wasMine === true && cell.kind === 'writable' && <RestoreMine cell={cell} />}
      <RefusalAlert refusal={refusal?.message} />
    </div>
  )
}

export function noteId(id: string): string {
  return `${id}-bij`
}

function RestoreMine({ cell }: { cell: WritableCell }) {
  return (
    <span className="cell__restore">
      <Button kind="quiet" isSmall onPress={() => cell.write(cell.change?.mine ?? null)}>
        Terugzetten
      </Button>
    </span>
  )
}

/** Announced once: a screen reader does not read the description of an input again after the focus left it. */
function RefusalAlert({ refusal }: { refusal: string | undefined }) {
  const { announce } = usePlanContext()
  const said = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (refusal !== undefined && refusal !== said.current) announce(refusal)
    said.current = refusal
  }, [refusal, announce])
  return null
}

function changeText(by: { name: string } | null): string {
  return by === null ? 'net aangepast' : `aangepast door ${firstName(by.name)}`
}

function colorOf(person: { color: string; discipline: keyof typeof disciplines | null }): string {
  return person.discipline === null ? person.color : disciplines[person.discipline].color
}

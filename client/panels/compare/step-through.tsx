import { ChevronDown, ChevronUp } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useState } from 'react'
import * as panelText from '#client/text/panels.ts'
import { IconButton } from '#client/ui/button.tsx'
import './step-through.css'

/** Moves from difference to difference: with the buttons, or with Alt and an arrow key. */
export function useStepThrough(container: RefObject<HTMLElement | null>) {
  const [position, setPosition] = useState<{ at: number; of: number } | null>(null)
  const step = (by: 1 | -1) => {
    const cards = [...(container.current?.querySelectorAll<HTMLElement>('[data-difference]') ?? [])]
    const focused = cards.findIndex((card) => card.contains(document.activeElement))
    const from =
      focused === -1 ? (position === null ? (by === 1 ? -1 : cards.length) : position.at) : focused
    const at = Math.min(Math.max(from + by, 0), cards.length - 1)
    cards[at]?.focus()
    cards[at]?.scrollIntoView({ block: 'center' })
    if (cards.length > 0) setPosition({ at, of: cards.length })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || !event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    step(by)
  }
  return { position, step, onKeyDown }
}

export function StepButtons({
  position,
  step,
}: Pick<ReturnType<typeof useStepThrough>, 'position' | 'step'>) {
  return (
    <div className="step-through">
      <IconButton
        label={panelText.previousDifference}
        kind="secondary"
        icon={<ChevronUp className="icon" aria-hidden="true" />}
        onPress={() => step(-1)}
      />
      <IconButton
        label={panelText.nextDifference}
        kind="secondary"
        icon={<ChevronDown className="icon" aria-hidden="true" />}
        onPress={() => step(1)}
      />
      <span role="status" className="muted">
        {position !== null && panelText.differenceOf(position.at + 1, position.of)}
      </span>
    </div>
  )
}

import { useState } from 'react'
import type { Guidance } from '#shared/format/schema.ts'
import { isGuidanceOpen, rememberGuidance } from './guidance-memory.ts'
import { guidanceParts } from './guidance-text.ts'
import './guidance.css'

type GuidanceViewProps = {
  /** What it is remembered by. */
  id: string
  guidance: readonly Guidance[]
  summary?: string
  /** For a list of details on a page: which part this one is about. */
  about: string
}

/** The words of the source, beside the field and never in it (Z7). */
export function GuidanceView({
  id,
  guidance,
  summary = 'Toelichting bij dit onderdeel',
  about,
}: GuidanceViewProps) {
  const [isOpen, setOpen] = useState(() => isGuidanceOpen(id))
  if (guidance.length === 0) return null
  return (
    <details
      className="guidance"
      open={isOpen}
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
        rememberGuidance(id, event.currentTarget.open)
      }}
    >
      <summary className="guidance__summary">
        {summary}
        <span className="visually-hidden">: {about}</span>
      </summary>
      {guidance.map((entry) => (
        <div key={entry.paragraphs[0]} className="guidance__entry">
          {entry.title !== undefined && <p className="guidance__title">{entry.title}</p>}
          {guidanceParts(entry.paragraphs).map((part) =>
            part.kind === 'paragraph' ? (
              <p key={part.text}>{part.text}</p>
            ) : (
              <ul key={part.items.join()}>
                {part.items.map((item) => (
                  <li key={item}>{item}</li>
                ))}
              </ul>
            ),
          )}
        </div>
      ))}
    </details>
  )
}

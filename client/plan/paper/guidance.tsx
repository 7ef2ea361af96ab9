import { useState } from 'react'
import type { Guidance } from '#shared/format/schema.ts'
import { guidanceParts } from './guidance-text.ts'
import './guidance.css'

type GuidanceViewProps = {
  /** The key under which its open state is stored. */
  id: string
  guidance: readonly Guidance[]
  summary?: string
  /** The part of the form that the guidance is about, to distinguish it in a list of details. */
  about: string
}

/** The guidance of the source document, beside the field and never in it (Z7). */
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

const key = 'wijktafel:guidance'

/** The guidance that the user has open. Stored on this device, because it is a preference and not part of the plan. */
function read(): Set<string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return new Set(Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [])
  } catch {
    return new Set()
  }
}

function isGuidanceOpen(id: string): boolean {
  return read().has(id)
}

function rememberGuidance(id: string, isOpen: boolean): void {
  const open = read()
  if (open.has(id) === isOpen) return
  if (isOpen) open.add(id)
  else open.delete(id)
  try {
    localStorage.setItem(key, JSON.stringify([...open]))
  } catch {
    // Without storage it stays open until the page is closed.
  }
}

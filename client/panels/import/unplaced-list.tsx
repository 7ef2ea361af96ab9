import { useId, useRef } from 'react'
import * as importText from '#client/text/import.ts'
import { Button } from '#client/ui/button.tsx'
import { copyText } from '#client/ui/copy-button.tsx'
import type { Unplaced } from '#shared/import/import-result.ts'
import './unplaced-list.css'

/** The parts of a file that have no place in the plan: their text, origin and reason, with a way to copy them. */
export function UnplacedList({
  unplaced,
  notices,
}: {
  unplaced: readonly Unplaced[]
  notices: readonly string[]
}) {
  const id = useId()
  if (unplaced.length === 0 && notices.length === 0) return null
  return (
    <section className="unplaced" aria-labelledby={id}>
      <h3 className="card__title" id={id}>
        {importText.unplaced(unplaced.length)}
      </h3>
      {unplaced.length > 0 && <p className="muted">{importText.unplacedText}</p>}
      <ul className="unplaced__list">
        {unplaced.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a file have no identity, and the list changes as a whole
          <li key={index}>
            <Part part={part} />
          </li>
        ))}
      </ul>
      {notices.map((notice) => (
        <p key={notice} className="notice notice--quiet">
          {notice}
        </p>
      ))}
    </section>
  )
}

const mostLines = 8

function Part({ part: { text, where, why } }: { part: Unplaced }) {
  const box = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  return (
    <div className="card unplaced__part">
      <label className="card__subtitle" htmlFor={id}>
        {where}
      </label>
      <p className="unplaced__why" id={`${id}-waarom`}>
        {why}
      </p>
      <textarea
        ref={box}
        id={id}
        className="unplaced__text"
        readOnly
        value={text}
        rows={Math.min(text.split('\n').length, mostLines)}
        aria-describedby={`${id}-waarom`}
      />
      <Button
        kind="quiet"
        aria-label={importText.copyOf(where)}
        onPress={() =>
          void copyText(text, box.current, {
            copied: importText.isCopied,
            selected: importText.isSelected,
          })
        }
      >
        {importText.copy}
      </Button>
    </div>
  )
}

import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import * as commentsText from '#client/text/comments.ts'
import type { Member } from '#shared/api/members.ts'
import { disciplines } from '#shared/disciplines.ts'
import { matches } from '#shared/fold.ts'
import { mentionQuery, type Named } from './mentions.ts'
import './mention-list.css'

const maxShown = 6

type UseMentions = {
  members: readonly Member[]
  /** The people whom this text mentioned before it was edited. */
  mentioned: readonly Named[]
  area: RefObject<HTMLTextAreaElement | null>
  text: string
  onChange: (text: string) => void
}

/** The people to choose from after an @: the arrow keys move through the list while the focus stays in the text. */
export function useMentions({ members, mentioned, area, text, onChange }: UseMentions) {
  const id = useId()
  const [caret, setCaret] = useState<number | null>(null)
  const [index, setIndex] = useState(0)
  const [chosen, setChosen] = useState<readonly Named[]>(mentioned)
  const asked = caret === null ? null : mentionQuery(text, caret)
  const found =
    asked === null
      ? []
      : members
          .filter(
            ({ name }) =>
              name !== '' && !asked.query.startsWith(`${name} `) && matches(asked.query, [name]),
          )
          .slice(0, maxShown)
  const at = Math.min(index, found.length - 1)
  const close = () => setCaret(null)

  const choose = (member: Member) => {
    if (asked === null || caret === null) return
    const before = `${text.slice(0, asked.from)}@${member.name} `
    setChosen([...chosen, member])
    onChange(before + text.slice(caret).replace(/^ /, ''))
    close()
    requestAnimationFrame(() => area.current?.setSelectionRange(before.length, before.length))
  }
  return {
    id,
    found,
    at,
    choose,
    chosen,
    close,
    props: {
      'aria-autocomplete': 'list' as const,
      'aria-controls': found.length > 0 ? id : undefined,
      'aria-activedescendant': found.length > 0 ? `${id}-${at}` : undefined,
    },
    onCaret: () => {
      setCaret(area.current?.selectionStart ?? null)
      setIndex(0)
    },
    /** True when the list handled the key. */
    onKeyDown: (event: KeyboardEvent): boolean => {
      const member = found[at]
      if (member === undefined || event.ctrlKey || event.metaKey) return false
      if (event.key === 'ArrowDown') setIndex((at + 1) % found.length)
      else if (event.key === 'ArrowUp') setIndex((at - 1 + found.length) % found.length)
      else if (event.key === 'Enter' || event.key === 'Tab') choose(member)
      else if (event.key === 'Escape') close()
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}

type MentionListProps = Pick<ReturnType<typeof useMentions>, 'id' | 'found' | 'at' | 'choose'>

export function MentionList({ id, found, at, choose }: MentionListProps) {
  return (
    <>
      <span role="status" className="visually-hidden">
        {found.length > 0 ? commentsText.namesFound(found.length) : ''}
      </span>
      {found.length > 0 && (
        <div className="mentions" role="listbox" id={id} aria-label={commentsText.people}>
          {found.map((member, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text, which points at the chosen one
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text
            <div
              key={member.userId}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              className="mentions__option"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(member)}
            >
              {member.name}
              {member.discipline !== null && <small> {disciplines[member.discipline].label}</small>}
            </div>
          ))}
        </div>
      )}
    </>
  )
}

import { useState } from 'react'
import type { InviteResult } from '#client/hooks/use-members.ts'
import { type Choice, defaultChoice } from './invited-row.tsx'
import { labelOf, type PlanPerson } from './plan-person.ts'
import { readInvited } from './read-invited.ts'

export type InviteDraft = {
  text: string
  setText: (text: string) => void
  choiceOf: (key: string) => Choice
  setChoice: (key: string, choice: Choice) => void
  /** Adds a person of the plan, linked to their row; the form comes forward and takes the focus. */
  add: (person: PlanPerson) => void
  /** Grows with each of those. */
  added: number
  /** The invitations that were made of the last text; null while the next ones are written. */
  results: InviteResult[] | null
  setResults: (results: InviteResult[] | null) => void
}

/** The invitations that a coordinator is writing, for the form and for the list of people below it. */
export function useInviteDraft(): InviteDraft {
  const [text, setText] = useState('')
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map())
  const [results, setResults] = useState<InviteResult[] | null>(null)
  const [added, setAdded] = useState(0)

  function add(person: PlanPerson): void {
    const line = person.name.trim() === '' ? labelOf(person) : person.name.replace(/[;\t]/g, ' ')
    const key = readInvited(line).people[0]?.key
    if (key === undefined) return
    setResults(null)
    setAdded((count) => count + 1)
    setText((before) =>
      readInvited(before).people.some((one) => one.key === key)
        ? before
        : before.trim() === ''
          ? line
          : `${before.trimEnd()}\n${line}`,
    )
    setChoices((before) =>
      new Map(before).set(key, {
        ...defaultChoice,
        ...before.get(key),
        personRow: person.rowId,
      }),
    )
  }

  return {
    text,
    setText,
    choiceOf: (key) => choices.get(key) ?? defaultChoice,
    setChoice: (key, choice) => setChoices((before) => new Map(before).set(key, choice)),
    add,
    added,
    results,
    setResults,
  }
}

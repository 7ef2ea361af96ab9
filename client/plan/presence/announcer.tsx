import { useCallback, useEffect, useRef, useState } from 'react'
import { useSettings } from '#client/settings.ts'
import { sectionOf } from '#client/sync/place.ts'
import type { Person, WholeView } from '#client/sync/session/session.ts'
import type { Format } from '#shared/format/schema.ts'
import { describeChange, type Present } from './announcements.ts'

/** The shortest time between two messages about others. */
const quietMs = 4_000
/** An old sentence is removed: a screen reader user who reads to the end of the page would meet it again. */
const clearMs = 10_000

/** The one polite live region of the screen: own actions are announced at once, those of others summarised. */
export function useAnnouncer(): { text: string; announce: (text: string) => void } {
  const [text, setText] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const announce = useCallback((next: string) => {
    clearTimeout(timer.current)
    // A screen reader does not announce the same sentence twice.
    setText((before) => (before === next ? `${next}\u00a0` : next))
    timer.current = setTimeout(() => setText(''), clearMs)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  return { text, announce }
}

export function LiveRegion({ text }: { text: string }) {
  return (
    <div role="status" className="visually-hidden" data-testid="announcer">
      {text}
    </div>
  )
}

/** Announces people who come, leave or work at the place of this user, as far as their settings allow. */
export function usePresenceAnnouncements(
  session: WholeView | null,
  format: Format,
  announce: (text: string) => void,
): void {
  const { announcements } = useSettings()
  useEffect(() => {
    if (session === null) return
    const present = (): Present[] =>
      session.people
        .get()
        .filter((person) => !person.isMe)
        .map((person) => ({
          userId: person.userId,
          name: person.name,
          section: sectionIdOf(person, format),
        }))
    // People who were here before this user are in the list of people, not announced.
    let told: Present[] | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      timer = undefined
      const now = present()
      const me = session.people.get().find((person) => person.isMe)
      const here = me === undefined ? null : sectionIdOf(me, format)
      const text =
        told === null
          ? ''
          : describeChange(told, now, {
              choice: announcements,
              here,
              sectionTitle: (id) =>
                format.sections.find((section) => section.id === id)?.shortTitle ?? '',
            })
      told = now
      if (text !== '') announce(text)
    }
    timer = setTimeout(tell, quietMs)
    const stop = session.people.subscribe(() => {
      timer ??= setTimeout(tell, quietMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [session, format, announce, announcements])
}

function sectionIdOf(person: Person, format: Format): string | null {
  return person.place === null ? null : (sectionOf(person.place, format)?.id ?? null)
}

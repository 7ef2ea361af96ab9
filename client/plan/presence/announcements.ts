import type { Announcements } from '#client/settings.ts'
import { formatList } from '#shared/format-list.ts'

/** The properties of a person that announcements use. */
export type Present = { userId: string; name: string; section: string | null }

export type Scope = {
  choice: Announcements
  /** The section of this user. */
  here: string | null
  sectionTitle: (id: string) => string
}

/**
 * Announces the difference between two presence states: people who arrived, who left, and who came to the user's place.
 * One sentence each, however many people: eight people who open a plan at once must not be eight messages (CTAUR).
 */
export function describeChange(
  before: readonly Present[],
  after: readonly Present[],
  scope: Scope,
): string {
  if (scope.choice === 'none') return ''
  const came = after.filter((person) => !before.some((other) => other.userId === person.userId))
  const left = before.filter((person) => !after.some((other) => other.userId === person.userId))
  const sentences: string[] = []
  if (came.length > 0)
    sentences.push(`${names(came)} ${came.length === 1 ? 'is' : 'zijn'} erbij gekomen.`)
  if (left.length > 0 && scope.choice === 'all')
    sentences.push(`${names(left)} ${left.length === 1 ? 'is' : 'zijn'} weggegaan.`)
  for (const section of sectionsEntered(before, after, scope)) {
    const moved = after.filter(
      (person) => person.section === section && sectionBefore(before, person) !== section,
    )
    sentences.push(
      `${names(moved)} ${moved.length === 1 ? 'werkt' : 'werken'} nu in ${scope.sectionTitle(section)}.`,
    )
  }
  return sentences.join(' ')
}

function sectionsEntered(
  before: readonly Present[],
  after: readonly Present[],
  scope: Scope,
): string[] {
  const entered = new Set<string>()
  for (const person of after)
    if (person.section !== null && sectionBefore(before, person) !== person.section)
      entered.add(person.section)
  return [...entered].filter((section) => section === scope.here)
}

function sectionBefore(before: readonly Present[], person: Present): string | null {
  return before.find((other) => other.userId === person.userId)?.section ?? null
}

function names(people: readonly Present[]): string {
  if (people.length <= 3) return formatList(people.map((person) => person.name))
  return formatList([
    ...people.slice(0, 2).map((person) => person.name),
    `${people.length - 2} anderen`,
  ])
}

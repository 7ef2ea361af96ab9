import type { Day, Version } from '#shared/api/versions.ts'

export type TimelineDay = {
  day: string
  versions: readonly Version[]
  people: Day['people']
  year: Day['year']
  isKept: boolean
}

/** Versions among the days with work, newest first. */
export function timelineOf(
  versions: readonly Version[],
  days: readonly Day[],
  dayOf: (iso: string) => string,
): TimelineDay[] {
  const all = new Map<string, Omit<TimelineDay, 'day' | 'versions'> & { versions: Version[] }>()
  const at = (day: string) => {
    const known = all.get(day) ?? { versions: [], people: [], year: [], isKept: false }
    all.set(day, known)
    return known
  }
  for (const { day, people, year, isKept } of days) Object.assign(at(day), { people, year, isKept })
  for (const version of versions) at(dayOf(version.createdAt)).versions.push(version)
  return [...all]
    .map(([day, of]) => ({
      day,
      versions: of.versions.toSorted((a, b) => b.number - a.number),
      people: of.people,
      year: of.year,
      isKept: of.isKept,
    }))
    .sort((a, b) => (a.day < b.day ? 1 : -1))
}

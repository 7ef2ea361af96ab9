import { cellPlace, fieldPlace, sectionOf } from '#client/sync/place.ts'
import type { Person } from '#client/sync/session/session.ts'
import type { Format } from '#shared/format/schema.ts'

type Presence = {
  bySection: ReadonlyMap<string, readonly Person[]>
  byPlace: ReadonlyMap<string, readonly Person[]>
}

const none: readonly Person[] = []
const known = new WeakMap<readonly Person[], Presence>()

/** The other people and their places. A person with two windows open appears once. */
function presenceOf(people: readonly Person[], format: Format): Presence {
  const found = known.get(people)
  if (found !== undefined) return found
  const bySection = new Map<string, Person[]>()
  const byPlace = new Map<string, Person[]>()
  for (const person of people) {
    if (person.isMe || person.place === null) continue
    const { table, row, column, field } = person.place
    const section = sectionOf(person.place, format)
    if (section !== null) add(bySection, section.id, person)
    if (table !== undefined && row !== undefined && column !== undefined)
      add(byPlace, cellPlace(table, row, column), person)
    else if (field !== undefined) add(byPlace, fieldPlace(field), person)
  }
  const presence = { bySection, byPlace }
  known.set(people, presence)
  return presence
}

function add(map: Map<string, Person[]>, key: string, person: Person): void {
  const there = map.get(key)
  if (there === undefined) map.set(key, [person])
  else if (!there.some((other) => other.userId === person.userId)) there.push(person)
}

export function peopleInSection(
  people: readonly Person[],
  format: Format,
  section: string,
): readonly Person[] {
  return presenceOf(people, format).bySection.get(section) ?? none
}

export function peopleAt(
  people: readonly Person[],
  format: Format,
  place: string,
): readonly Person[] {
  return presenceOf(people, format).byPlace.get(place) ?? none
}

export function firstName(name: string): string {
  return name.split(' ')[0] ?? name
}

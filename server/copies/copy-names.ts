import { limits } from '#shared/limits.ts'

/** A copy in the folder of copies. `isSound`: nothing was wrong with it when it was made. */
export type Copy = { name: string; at: number; isSound: boolean }

const form = /^wijktafel-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z(\.faulty)?\.sqlite$/
/** Copies that were begun and not completed, with what SQLite keeps beside them. */
const unfinished =
  /^wijktafel-\d{4}-\d\d-\d\dT\d{6}Z\.unchecked\.sqlite(\.tmp)?(-journal|-wal|-shm)?$/

export function copyName(at: number, state: 'sound' | 'faulty' | 'unchecked'): string {
  const moment = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '')
  return `wijktafel-${moment}${state === 'sound' ? '' : `.${state}`}.sqlite`
}

/** The copies among these names, newest first. Other files in the folder are none of ours. */
export function readCopies(names: readonly string[]): Copy[] {
  return names
    .flatMap((name) => {
      const [, day, hours, minutes, seconds, faulty] = form.exec(name) ?? []
      const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`)
      return Number.isNaN(at) ? [] : [{ name, at, isSound: faulty === undefined }]
    })
    .sort((a, b) => b.at - a.at)
}

/**
 * The newest copies stay, and the newest one of each of the last days that have one. Of copies of a database with a fault
 * only the newest stays, and it takes no place of a sound one.
 */
export function copiesToRemove(names: readonly string[]): string[] {
  const copies = readCopies(names)
  const sound = copies.filter((copy) => copy.isSound)
  const stays = new Set(sound.slice(0, limits.recentCopies.max))
  const days = new Set<string>()
  for (const copy of sound) {
    const day = new Date(copy.at).toISOString().slice(0, 10)
    if (!days.has(day) && days.size < limits.dailyCopies.max) stays.add(copy)
    days.add(day)
  }
  const faulty = copies.find((copy) => !copy.isSound)
  if (faulty !== undefined) stays.add(faulty)
  return [
    ...copies.filter((copy) => !stays.has(copy)).map(({ name }) => name),
    ...names.filter((name) => unfinished.test(name)),
  ]
}

import type { Sentence } from './sentence.ts'
// Geschiedenis.

export const hide = 'Geschiedenis verbergen'
export const freeze = 'Versie vastleggen'
export const loading = 'Bezig met laden van de geschiedenis'
export const none =
  'Er zijn nog geen versies. Leg een versie vast na een overleg. Dan kunt u later zien wat er daarna is veranderd, en het terugzetten.'
export const now = 'Nu'
export const nowText = 'het plan zoals het is'
export const year = 'Uitvoering'
export const andMore = (count: number) => `en nog ${count}`
export const versionAndName = (number: number, name: string) => `Versie ${number}: ${name}`
export const when = (when: string, name: string) => `${when} door ${name}`

export const meetingOf = (day: string) => `Overleg ${day}`
export const isFrozen = (number: number, name: string) =>
  `Versie ${number} “${name}” is vastgelegd.`
export const freezeText =
  'De tekst en de bedragen worden bewaard zoals ze nu zijn. Daarna kan niemand deze versie nog veranderen. U schrijft gewoon verder in het plan.'
export const versionName = 'Naam van de versie'
export const versionNameHint =
  'Bijvoorbeeld het overleg of de datum. De naam blijft voor altijd bij deze versie staan.'
export const freezeShort = 'Vastleggen'

export const workNotLoaded = 'Wij konden niet laden wie waaraan werkte.'
export const tryAgain = 'Opnieuw proberen'
export const workedOn = <T>(name: T, places: string): Sentence<T> => [name, ` werkte aan ${places}`]
export const dayEnd = <T>(hidden: (words: string) => T, day: string): Sentence<T> => [
  'Het plan aan het einde van deze dag',
  hidden(`, ${day}`),
]
export const yearLine = <T>(place: T, change: string, clock: string): Sentence<T> => [
  place,
  ` ${change}, ${clock}`,
]
export const view = <T>(hidden: (words: string) => T, version: string): Sentence<T> => [
  'Bekijken',
  hidden(` van ${version}`),
]
export const compareWithNow = <T>(hidden: (words: string) => T, version: string): Sentence<T> => [
  'Vergelijken met nu',
  hidden(`, ${version}`),
]

import { counted } from '#shared/counted.ts'

// The things that many screens name and count.

export const discipline = 'Discipline'
export const email = 'E-mailadres'
export const name = 'Naam'
export const role = 'Rol'
export const wholePlan = 'Het hele plan'

export const people = (count: number) => counted(count, 'persoon', 'personen')
export const plans = (count: number) => counted(count, 'plan', 'plannen')
export const version = (number: number) => `versie ${number}`
export const versionTitle = (number: number) => `Versie ${number}`

export const lastUsed = (day: string) => `laatst gebruikt op ${day}`
export const neverUsed = 'nog niet gebruikt'

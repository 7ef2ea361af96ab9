import { formatDay } from './moment.ts'

// The title of the window: it tells a plan from its year, its versions and a comparison of them.

export const ofYear = (title: string) => `Jaar, ${title}`
export const ofVersion = (title: string) => `Versie van ${title}`
export const ofDay = (day: string, title: string) => `${title} op ${formatDay(day)}`
export const ofComparison = (title: string) => `Versies vergelijken, ${title}`
export const ofImport = (title: string) => `Importeren in ${title}`

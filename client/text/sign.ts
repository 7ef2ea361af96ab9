import type { Sentence } from './sentence.ts'

// The page behind a link to answer for a discipline.

export const giveAnswer = 'Antwoord vastleggen'
export const incompleteLink = 'Deze link is niet volledig'
export const incompleteLinkLead = 'Kopieer de hele link uit de mail, of open de link daar opnieuw.'
export const linkEnded = 'Deze link werkt niet meer'
export const title = 'Uw akkoord'
export const loading = 'Bezig met ophalen van de versie'
export const titleOf = (planTitle: string) => `Uw akkoord op ${planTitle}`
export const lead = (person: string, label: string) => `Beste ${person}, u antwoordt voor ${label}.`
export const answerTitle = (number: number) => `Uw antwoord op versie ${number}`
export const worksOnce =
  'Na uw antwoord werkt deze link niet meer. Wilt u uw antwoord later intrekken? Log dan in.'
export const wholeVersion = 'De hele versie'
export const differsFrom = (number: number) => `Anders dan versie ${number}, waarmee u akkoord was`
export const deadline = (day: string, until: string) =>
  `Voorgelegd op ${day}. Antwoorden kan ${until}. Antwoordt u niet? Dan geeft u geen akkoord.`
export const isAnswered = (label: string, name: string, day: string) =>
  `Voor ${label} is op deze versie al geantwoord door ${name}, op ${day}.`
export const nothingBefore =
  'U gaf nog geen akkoord op een eerdere versie. De hele versie staat onder uw antwoord.'
export const code = <T>(code: T): Sentence<T> => ['Code van deze versie: ', code]
export const isAnsweredNow = 'Uw antwoord is vastgelegd'
export const isAdopted = 'Iedereen is akkoord: het plan is vastgesteld.'
export const thanks = 'Dank u wel. U hoeft niets meer te doen en kunt deze pagina sluiten.'

import { counted } from '#shared/counted.ts'
// Voor u.

export const failed = 'Dit kon niet worden opgehaald. Probeer het straks opnieuw.'
export const none = 'Er wacht niets op u.'
export const chooseKinds = 'Kiezen wat hier staat'
export const bellNone = 'Voor u: er wacht niets'

export const actions = {
  approval: 'Lezen en antwoorden',
  question: 'Beantwoorden',
  mention: 'Beantwoorden',
  consultation: 'Lezen en reageren',
  coordinator: 'Naar het plan',
  action: 'Naar het plan',
}
export const items = 'Wat op u wacht'
export const isNew = 'nieuw'
export const isLate = (day: string) => `△ Te laat: ${day}`

export const bell = (count: number, unread: number) => {
  const waiting = counted(count, 'ding wacht', 'dingen wachten')
  return unread === 0 ? `Voor u: ${waiting}` : `Voor u: ${waiting}, ${unread} nieuw`
}

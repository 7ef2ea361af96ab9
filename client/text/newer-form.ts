import { counted } from '#shared/counted.ts'

// A newer version of the form of a plan: what it changes, and following it.

export const title = 'Nieuwe versie van het formulier'
export const noticeText =
  'Er is een nieuwe versie van dit formulier. U kiest zelf of en wanneer dit plan die volgt.'
export const action = 'Naar de nieuwe versie van het formulier'
export const loading = 'Bezig met vergelijken van de formulieren'
export const lead = (from: number, to: number) =>
  `Dit plan volgt versie ${from} van het formulier. Hieronder staat wat er verandert met versie ${to}.`
export const nothingLost =
  'Er gaat niets verloren: alle teksten, regels, bedragen en reacties blijven zoals ze zijn. Versies die u eerder vastlegde, houden hun eigen formulier. U kunt daarna niet terug.'
export const follow = 'Nieuwe versie volgen'
export const followed = (to: number) => `Dit plan volgt nu versie ${to} van het formulier.`
export const isCurrent = 'Dit plan volgt de nieuwste versie van het formulier al.'

export const asksTitle = 'Hier vraagt het formulier meer'
export const asksNothing = 'Het formulier vraagt niet meer dan nu.'
export const asked = (label: string, section: string) => `${label}, in ‘${section}’`
export const askedColumn = (label: string, table: string) =>
  `${label}, in elke regel van ‘${table}’`

export const movesTitle = 'Dit krijgt een andere plek'
export const moved = (label: string, from: string, to: string) =>
  `${label}: van ‘${from}’ naar ‘${to}’`

export const rewordsTitle = 'Deze antwoorden krijgen andere woorden'
export const reworded = (label: string, from: string, to: string, count: number) =>
  `${label}: ‘${from}’ wordt ‘${to}’${count === 1 ? '' : ` (${count} keer)`}`

export const findingsTitle = 'Dit komt erbij in de controle'
export const moreFindings = (count: number) =>
  `En nog ${counted(count, 'punt', 'punten')}. U ziet ze straks bij Controleer voor indienen.`

export const obstaclesTitle = 'Dit heeft geen plek in de nieuwe versie'
export const obstaclesLead =
  'Daarom kan dit plan de nieuwe versie nu niet volgen. Zet deze inhoud eerst op een andere plek, of maak een nieuw plan.'
export const obstacles = {
  'no-place': (label: string, count: number) =>
    count === 1 ? label : `${label} (${count} keer ingevuld)`,
  'section-gone': (label: string) => `Het onderdeel ‘${label}’ bestaat niet meer`,
  'text-column': (label: string) =>
    `De kolom ‘${label}’ kan alleen bij nieuwe regels worden ingevuld`,
}
export const inUse =
  'Over dit plan loopt een ronde, of er geldt een versie waarmee is ingestemd. Zolang dat zo is, houdt het plan dit formulier.'

import type { Sentence } from './sentence.ts'

// Nieuw plan, empty or from a form that is filled in.

export const district = 'Wijk'
export const team = 'Naam van het team'
export const chooseForm = 'Kies een formulier.'
export const fillIn = (label: string) => `Vul in: ${label}.`
export const giveFirstDay = 'Vul in op welke dag het plan begint.'
export const giveLastDay = 'Vul in tot en met welke dag het plan loopt.'
export const endsBeforeStart = 'De laatste dag ligt voor de eerste dag.'

export const periodFrom = 'Looptijd van'
export const periodUntil = 'Tot en met'

export const whichForm = 'Welk formulier gebruikt u?'
export const futureTitle = <T>(title: T): Sentence<T> => ['Het plan heet straks ', title, '.']
export const make = 'Plan maken'
export const usedWhen = 'Wanneer:'
export const usedBy = 'Voor wie:'
export const note = 'Let op:'

export const importTitle = 'Beginnen met een ingevuld formulier'
export const importLead =
  'Wij lezen het Word-bestand en herkennen welk formulier het is. U ziet wat er in het plan komt voordat het wordt gemaakt.'
export const importChoose =
  'Kies het ingevulde formulier in Word (.docx) of LibreOffice (.odt). Slepen mag ook. Hoogstens 10 MB. Het bestand wordt niet bewaard.'
export const loadingForm = 'Bezig met ophalen van het formulier'

export const importRead = (
  fileName: string,
  form: string,
  issuer: string,
  summary: string,
  unplaced: number,
) =>
  unplaced === 0
    ? `${fileName} is gelezen als ${form} (${issuer}): ${summary}.`
    : `${fileName} is gelezen als ${form} (${issuer}): ${summary}, ${unplaced} niet geplaatst. Kopieer wat niet geplaatst is voordat u verdergaat.`
export const importContents = 'Wat in het plan komt'
export const makeWith = (count: number) => `Plan maken (${count})`
export const chooseOtherFile = 'Ander bestand kiezen'

export const lead =
  'Kies het formulier waarmee u het plan indient. Daarna nodigt u uw kernteam uit.'
export const startWithForm = <T>(link: (words: string) => T): Sentence<T> => [
  'Heeft u het formulier al ingevuld in Word? Dan kunt u ',
  link('beginnen met een ingevuld formulier'),
  '.',
]
export const loadingForms = 'Bezig met ophalen van de formulieren'

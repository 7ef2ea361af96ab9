// Exporteren.

export const groups = {
  document: 'Het hele plan',
  workbook: 'De tabellen waarmee u rekent',
  plan: 'Alle gegevens',
}
export const onlyForm = 'Alleen het formulier'
export const onlyFormText = 'Zonder de aanvullingen die niet in het formulier staan.'
export const running = 'Als doorlopende tekst'
export const runningText = 'Zonder de vakken die het formulier om elk onderdeel heeft.'
export const withGuidance = 'Met toelichting'
export const withGuidanceText = 'Voor een werkafdruk. Laat dit uit voor het plan dat u indient.'
export const withComments = 'Met reacties'
export const withCommentsText =
  'Als opmerkingen in Word, bij de woorden of het onderdeel waar ze over gaan.'
export const toKeep = 'Om te bewaren (PDF/A)'
export const toKeepText = 'Voor een archief. Laat dit uit voor een pdf om te lezen.'
export const publicVersion = 'Openbare versie'
export const publicText =
  'Zonder personen, tarieven en contactgegevens, om te publiceren. Lees de teksten zelf na: een naam die niet bij de personen van het plan staat, blijft staan.'
export const title = 'Exporteren'
export const download = (title: string, kind: string) => `${title} downloaden (.${kind})`
export const whichVersion = 'Welke versie?'
export const now = 'Het plan zoals het nu is'
export const version = 'Versie'
export const whichFile = 'Welk bestand wilt u?'
export const planOrList = 'Het plan of één lijst?'
export const list = (calculationName: string) => `Lijst: ${calculationName}`
export const withChanges = 'Met een overzicht van wat er is gewijzigd?'
export const withoutChanges = 'Nee'
export const sinceVersion = 'Sinds versie'

export const again = (fileName: string, type: string, size: string) =>
  `Nog een keer: ${fileName} (${type}, ${size})`
export const waitsForSaving = 'Wachten tot alles is opgeslagen…'
export const isReady = (fileName: string) => `Klaar: ${fileName} staat bij uw downloads.`
export const isStopped = 'Gestopt. Er is niets gedownload.'
export const isStillMade = 'Het bestand wordt nog gemaakt. Bij een groot plan duurt dat even…'
export const isMade = 'Het bestand wordt gemaakt…'

export const notMade = 'Het bestand kon niet worden gemaakt. Probeer het opnieuw.'

export const bytes = (count: number) => `${count} bytes`
export const wordForRecipient = 'Word voor de ontvanger'
export const pdfToKeep = 'Pdf om te bewaren'
export const excelForBudget = 'Excel voor de begroting'
export const moreKinds = 'Meer soorten'

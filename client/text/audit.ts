import { counted } from '#shared/counted.ts'

// Logboek.

export const person = 'Wie'
export const everyone = 'Iedereen'
export const missingAccount = 'Een account dat er niet meer is'
export const wijktafelItself = 'Wijktafel zelf'
export const kind = 'Wat'
export const allKinds = 'Alles'
export const from = 'Vanaf'
export const until = 'Tot en met'
export const endsBeforeStart = 'Deze dag ligt vóór de eerste dag.'

export const refused = 'Geweigerd:'
export const origin = (number: number, origin: string) => `regel ${number} · ${origin}`
export const wijktafel = 'Wijktafel'
export const channels = {
  screen: 'op het scherm',
  'mail-link': 'via een link uit een mail',
  server: 'door de server zelf',
}
export const channelAndAddress = (channel: string, address: string) =>
  `${channel}, vanaf ${address}`

export const lead =
  'Wie wat deed in dit plan, namens wie, wanneer en vanaf waar. Er staan geen woorden uit het plan in. Niemand kan regels wijzigen of wissen.'
export const loading = 'Bezig met ophalen van het logboek'
export const lines = 'Regels'
export const asCsv = (isFiltered: boolean) =>
  `${isFiltered ? 'Deze regels' : 'Alle regels'} als tabel (CSV)`
export const asJson = 'Het hele logboek als gegevens (JSON)'
export const showOlder = 'Oudere regels tonen'
export const isEmpty = 'Nog geen regels'
export const isEmptyText = 'Zodra iemand iets in dit plan doet, staat het hier.'
export const nothingFound = 'Geen regels gevonden'
export const showAll = 'Alle regels tonen'
export const nothingFoundText =
  'Er is niets dat past bij wat u koos. Kies een andere persoon of een langere periode.'

export const verify = 'Is er iets veranderd aan het logboek?'
export const verifying = 'Bezig met controleren van het logboek'
export const verifyAgain = 'Opnieuw controleren'
export const isChanged = 'Het logboek is gewijzigd'
export const changedText = (when: string, fault: string) =>
  `Gecontroleerd ${when}: ${fault}. Waarschuw de beheerder. Wat vóór die regel staat, klopt nog wel.`
export const isIntact = 'Het logboek klopt'
export const intactText = (when: string, total: number, signedUpTo: null | number) =>
  `Gecontroleerd ${when}: ${total === 1 ? 'de ene regel is nog zoals die is geschreven' : `alle ${total} regels zijn nog zoals ze zijn geschreven`}. ${signedUpTo === null ? 'Bij de eerste versie die ter akkoord ligt, wordt het logboek ook ondertekend.' : `Tot en met regel ${signedUpTo} is het logboek ook ondertekend.`}`

export const lineCount = (total: number) => counted(total, 'regel', 'regels')
export const matchingCount = (matching: number, total: number) =>
  `${matching} van ${counted(total, 'regel', 'regels')}`

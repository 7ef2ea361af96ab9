import { formatCount } from '#shared/money.ts'

// Searching and replacing in one plan.

export const title = 'Zoeken in dit plan'
export const query = 'Zoek in dit plan'
export const next = 'Volgende'
export const previous = 'Vorige'
export const close = 'Zoeken sluiten'
export const toReplace = 'Vervangen'
export const by = 'Vervang door'
export const replace = 'Vervang'
export const replaceAll = 'Vervang alles'

export const nothing = 'Niets gevonden'
export const countOf = (at: number, count: number, isCut: boolean) =>
  `${formatCount(at)} van ${isCut ? 'meer dan ' : ''}${formatCount(count)}`
export const inComment = (name: string) => `In een reactie van ${name}`
export const announced = (count: string, place: string) => `${count}: ${place}`

export const notReplaceable =
  'Dit is een keuze, datum, bedrag of reactie. Zoeken en vervangen wijzigt alleen tekst.'
export const fixedStay = (count: number) =>
  count === 1
    ? '1 keer staat het in een keuze, datum of bedrag. Dat bleef zoals het was.'
    : `${formatCount(count)} keer staat het in een keuze, datum of bedrag. Die bleven zoals ze waren.`
export const longStay = (count: number) =>
  count === 1
    ? '1 plek bleef zoals het was: de regel zou te lang worden.'
    : `${formatCount(count)} plekken bleven zoals ze waren: de regels zouden te lang worden.`
export const heldStay = (count: number) =>
  count === 1
    ? '1 plek bleef zoals het was: daar zou iets komen te staan dat op een BSN lijkt.'
    : `${formatCount(count)} plekken bleven zoals ze waren: daar zou iets komen te staan dat op een BSN lijkt.`
export const replaced = (count: number) =>
  count === 0 ? 'Er is niets vervangen.' : `${formatCount(count)} keer vervangen.`
export const undo = 'Ongedaan maken'
export const undone = 'Ongedaan gemaakt: de oude woorden staan er weer.'
export const changedSince =
  'U heeft daarna nog iets gewijzigd. Ga stap voor stap terug met Ongedaan maken (Ctrl+Z).'

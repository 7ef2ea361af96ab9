// Why a number that was typed or read is not taken.

export const tooLarge = 'Dit getal is te groot.'
export const isTime = (typed: string): string => `${typed} is een tijd. Schrijf uren als getal.`
export const tooManyDecimals = 'Gebruik hoogstens twee cijfers achter de komma.'
export const noNumber = (typed: string): string =>
  `“${typed}” is geen getal. Typ bijvoorbeeld 12,5.`
export const notDutch = (typed: string): string => `${typed} is geen Nederlands getal.`

// Comments: what is asked when one is written, and the names of places.

export const writeFirst = 'Schrijf eerst een reactie.'
export const commentTooLong = (max: string): string =>
  `Een reactie is hoogstens ${max} tekens. Maak er twee van.`
export const giveReason = 'Geef een reden op.'
export const keepReasonShort = 'Houd de reden kort.'
export const wholePlan = 'Het hele plan'
/** `thing`: the name for a row of its table, with a capital. */
export const rowWithName = (thing: string, name: string): string => `${thing} ${name}`
export const rowWithoutName = (thing: string): string => `${thing} zonder naam`
export const unreadablePlace = 'Deze plaats in de tekst is onleesbaar.'
export const selectFirst = 'Wijs eerst een stuk tekst aan.'

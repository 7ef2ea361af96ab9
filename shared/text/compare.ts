// The differences between two states of a plan.

/** In the place of the name of a group that is gone. */
export const noGroup = 'Zonder onderdeel'
export const noDifferences = 'Geen verschillen'
/** `amount`: with its sign. */
export const totalChanged = (amount: string): string => `totaal ${amount}`

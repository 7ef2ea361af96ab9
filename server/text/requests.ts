// What the server says beside its resources.

export const product = 'Wijktafel'
export const looksLikeBsn = 'Dit lijkt op een BSN.'

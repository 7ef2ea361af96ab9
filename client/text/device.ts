import { counted } from '#shared/counted.ts'
// Signing out, and what is kept on this device.

export const noConnection =
  'Er is geen verbinding met de server. Controleer uw internet en probeer het opnieuw.'
export const looksLikeBsn = 'Dit lijkt op een BSN.'

export const signedOutElsewhere = 'U bent niet meer ingelogd.'

export const reasonNotKept = (message: string) => `De reden is niet bewaard. ${message}`

export const formFailed = 'Er ging iets mis. Probeer het opnieuw.'

export const signedOut = 'U bent uitgelogd.'
export const signOutFailed = (message: string) => `Uitloggen is niet gelukt. ${message}`

export const organisationUnlinked = 'Het organisatie-account is losgekoppeld.'

export const passkeyRemoved = 'De passkey is verwijderd.'

export const copyExpired = (title: string) =>
  `De kopie van uw werk in ${title} stond hier 7 dagen en is van dit apparaat verwijderd.`

export const workStays = (count: number) =>
  `Werk in ${counted(count, 'plan', 'plannen')} was nog niet verstuurd. Het blijft op dit apparaat tot u hier weer inlogt.`

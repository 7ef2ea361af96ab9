import type { Sentence } from './sentence.ts'

// Uw gegevens: the passkeys and the accounts of an organisation.

export const organisationTitle = (name: string) => `Inloggen met ${name}`
export const loadingOrganisations = 'Bezig met ophalen van uw organisatie-accounts'
export const organisationLead = (name: string) =>
  `Koppel uw account van ${name}. Daarna logt u daarmee in, zonder link of wachtwoord van Wijktafel.`
export const organisationLink = (name: string) => `Account van ${name} koppelen`
export const organisationLinkAnother = 'Nog een account koppelen'
export const organisationFacts = <T>(label: T, day: string, used: string): Sentence<T> => [
  label,
  `, gekoppeld op ${day}, ${used}`,
]
export const organisationUnlinkOf = (label: string) => `${label} loskoppelen`
export const organisationUnlink = 'Loskoppelen'
export const organisationUnlinkAccount = 'Account loskoppelen'
export const organisationUnlinkText =
  'U kunt er dan niet meer mee inloggen. Waar u nu bent ingelogd, blijft u ingelogd. Zorg dat u een andere manier heeft om in te loggen.'

export const passkeysTitle = 'Inloggen zonder link'
export const loadingPasskeys = 'Bezig met ophalen van uw passkeys'
export const passkeysLead =
  'Met een passkey logt u in met uw vingerafdruk, gezicht of pincode. Die gegevens blijven op uw apparaat; wij krijgen ze niet.'
export const noPasskeys = 'U heeft nog geen passkey.'
export const passkeyAdded = (name: string) => `De passkey “${name}” is toegevoegd.`
export const passkeyAdd = 'Passkey toevoegen'
export const passkeysUnknown =
  'Deze browser kent geen passkeys. Open deze pagina in een nieuwere browser.'
export const passkeysImpossible =
  'Op het adres van deze Wijktafel werken geen passkeys. De beheerder leest in de handleiding wat daarvoor nodig is.'
export const passkeyFacts = <T>(name: T, day: string, used: string): Sentence<T> => [
  name,
  `, toegevoegd op ${day}, ${used}`,
]
export const passkeyRenameOf = (name: string) => `Naam van passkey ${name} wijzigen`
export const passkeyRename = 'Naam wijzigen'
export const passkeyRemoveOf = (name: string) => `Passkey ${name} verwijderen`
export const passkeyRemove = 'Passkey verwijderen'
export const passkeyRemoveText = (isLast: boolean) =>
  isLast
    ? 'U kunt er dan niet meer mee inloggen. Waar u nu bent ingelogd, blijft u ingelogd. Dit is uw laatste passkey: daarna heeft u weer een link nodig.'
    : 'U kunt er dan niet meer mee inloggen. Waar u nu bent ingelogd, blijft u ingelogd.'
export const passkeyName = 'Naam van de passkey'
export const passkeyNameHint = 'Bijvoorbeeld: telefoon, computer op de praktijk.'

/** Sign-in by an organisation with OpenID Connect. */
export type OidcSettings = Readonly<{
  /** Exactly as the provider spells it: compared as a whole with its metadata and tokens. */
  issuer: string
  clientId: string
  credential: OidcCredential
  /** The name of the organisation for its users: "Inloggen met …". */
  name: string
  /** True: an address that the provider marks as verified counts as proven. */
  trustsEmail: boolean
  /** True: an unknown person gets an account without an invitation. */
  createsAccounts: boolean
}>

export type OidcCredential =
  | Readonly<{ kind: 'secret'; secret: string }>
  /** PEM, PKCS #8. */
  | Readonly<{ kind: 'private-key'; file: string }>

/** The settings that belong together: all required ones, or none. Problems never repeat a value. */
export function readOidc(environment: Readonly<Record<string, string | undefined>>): {
  settings: OidcSettings | null
  problems: string[]
} {
  const {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: secret,
    OIDC_PRIVATE_KEY_FILE: file,
    PUBLIC_URL: publicUrl,
  } = environment
  if (issuer === undefined) {
    const loose = ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_PRIVATE_KEY_FILE'].filter(
      (name) => environment[name] !== undefined,
    )
    return {
      settings: null,
      problems: loose.map((name) => `${name} werkt alleen met OIDC_ISSUER erbij.`),
    }
  }
  const problems: string[] = []
  if (!isSafeAddress(issuer) || /[?#]/.test(issuer))
    problems.push(
      'OIDC_ISSUER is het adres van de inlogdienst, zoals https://login.voorbeeld.nl/realms/zorg, zonder vraagteken.',
    )
  // The browser carries authorization codes to this address.
  if (publicUrl !== undefined && !isSafeAddress(publicUrl))
    problems.push('OIDC_ISSUER werkt alleen als PUBLIC_URL met https:// begint.')
  if (clientId === undefined) problems.push('OIDC_CLIENT_ID ontbreekt naast OIDC_ISSUER.')
  const credential = credentialOf(secret, file)
  if (credential === null)
    problems.push('OIDC_ISSUER vraagt OIDC_CLIENT_SECRET of OIDC_PRIVATE_KEY_FILE, een van beide.')
  if (clientId === undefined || credential === null || problems.length > 0)
    return { settings: null, problems }
  return {
    settings: Object.freeze({
      issuer,
      clientId,
      credential,
      name: environment['OIDC_NAME']?.trim() ?? 'uw organisatie',
      trustsEmail: environment['OIDC_TRUST_EMAIL'] === 'true',
      createsAccounts: environment['OIDC_CREATE_ACCOUNTS'] === 'true',
    }),
    problems: [],
  }
}

function credentialOf(secret: string | undefined, file: string | undefined): OidcCredential | null {
  if (secret !== undefined && file === undefined) return Object.freeze({ kind: 'secret', secret })
  if (file !== undefined && secret === undefined)
    return Object.freeze({ kind: 'private-key', file })
  return null
}

/** https, or http on this machine: for tests and for developers. */
function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password } = new URL(address)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return (
    (protocol === 'https:' || (protocol === 'http:' && isHere)) && `${username}${password}` === ''
  )
}

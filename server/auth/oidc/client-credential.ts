import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  PrivateKeyJwt,
  type ServerMetadata,
} from 'openid-client'
import type { OidcCredential, OidcSettings } from '#server/oidc-settings.ts'
import { limits } from '#shared/limits.ts'

/** Chooses how we authenticate to a provider; null if we support none of its methods. */
export type ClientCredential = (server: ServerMetadata) => Promise<ClientAuth | null>

/** The settings and credential for the provider of the organisation. */
export type OrganisationAccess = {
  settings: OidcSettings
  credential: ClientCredential
  timeoutMs: number
}

/** Null if no organisation is configured. */
export async function loadOrganisation(
  settings: OidcSettings | null,
  timeoutMs: number = limits.oidcProviderMs.max,
): Promise<OrganisationAccess | null> {
  if (settings === null) return null
  return { settings, credential: await loadClientCredential(settings.credential), timeoutMs }
}

/** Reads the private key once, at the start: a wrong file stops the start and not a sign-in. */
async function loadClientCredential(credential: OidcCredential): Promise<ClientCredential> {
  switch (credential.kind) {
    case 'secret':
      return async (server) => bySecret(credential.secret, server)
    case 'private-key': {
      const key = await readKey(credential.file)
      return async (server) => byKey(key, server)
    }
  }
}

/** OpenID Connect Discovery: a provider that lists no methods accepts `client_secret_basic`. */
function bySecret(secret: string, server: ServerMetadata): ClientAuth | null {
  const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  if (ways.includes('client_secret_basic')) return ClientSecretBasic(secret)
  return ways.includes('client_secret_post') ? ClientSecretPost(secret) : null
}

const smallestRsaBits = 2048

async function readKey(file: string): Promise<KeyObject> {
  const refuse = (reason: string) => new Error(`OIDC_PRIVATE_KEY_FILE: ${reason}`)
  const pem = await readFile(file, 'utf8').catch(() => {
    throw refuse('het bestand is er niet of is niet te lezen.')
  })
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    throw refuse('dit is geen geheime sleutel in PEM zonder wachtwoord.')
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  const isFit =
    (type === 'rsa' && (details?.modulusLength ?? 0) >= smallestRsaBits) ||
    (type === 'ec' && details?.namedCurve === 'prime256v1')
  if (!isFit) throw refuse('nodig is RSA van ten minste 2048 bits, of P-256.')
  return key
}

/**
 * `private_key_jwt` (OpenID Connect Core 9): PS256 if the provider supports it, otherwise RS256.
 */
async function byKey(key: KeyObject, server: ServerMetadata): Promise<ClientAuth | null> {
  if (server.token_endpoint_auth_methods_supported?.includes('private_key_jwt') !== true)
    return null
  const takesPss = server.token_endpoint_auth_signing_alg_values_supported?.includes('PS256')
  const algorithm =
    key.asymmetricKeyType === 'ec'
      ? { name: 'ECDSA', namedCurve: 'P-256' }
      : { name: takesPss === true ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' })
  return PrivateKeyJwt(
    await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), algorithm, false, ['sign']),
  )
}

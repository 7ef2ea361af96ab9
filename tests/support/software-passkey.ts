import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type {
  AssertionSchema,
  CreationOptionsSchema,
  RegistrationSchema,
  RequestOptionsSchema,
} from '#shared/api/passkeys.ts'

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()

const userPresent = 0x01
const userVerified = 0x04
const attestedCredential = 0x40

/** Deviations of a device, or of an attacker who forges its answers. */
type Otherwise = {
  origin?: string
  rpId?: string
  type?: string
  challenge?: string
  isVerified?: boolean
  counter?: number
}

/**
 * A WebAuthn authenticator in software: ES256 without attestation, written after the specification and without the library
 * that verifies it. Its signed data can be altered, to test refusals.
 */
export class SoftwarePasskey {
  readonly id = randomBytes(32)
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #origin: string
  #userHandle = ''
  #counter = 0

  constructor(origin: string) {
    this.#origin = origin
  }

  register(
    options: z.infer<typeof CreationOptionsSchema>,
    otherwise: Otherwise = {},
  ): z.infer<typeof RegistrationSchema> {
    this.#userHandle = options.user.id
    const jwk = this.#keys.publicKey.export({ format: 'jwk' })
    // COSE_Key: kty EC2, alg ES256, crv P-256, x, y (RFC 9053).
    const cose = Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
      Buffer.from(jwk.x ?? '', 'base64url'),
      Buffer.from([0x22, 0x58, 0x20]),
      Buffer.from(jwk.y ?? '', 'base64url'),
    ])
    const idLength = Buffer.alloc(2)
    idLength.writeUInt16BE(this.id.length)
    const authData = Buffer.concat([
      this.#authenticatorData(otherwise.rpId ?? options.rp.id, attestedCredential, otherwise),
      Buffer.alloc(16),
      idLength,
      this.id,
      cose,
    ])
    const dataLength = Buffer.alloc(2)
    dataLength.writeUInt16BE(authData.length)
    // CBOR of { fmt: "none", attStmt: {}, authData }.
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3, 0x63]),
      Buffer.from('fmt'),
      Buffer.from([0x64]),
      Buffer.from('none'),
      Buffer.from([0x67]),
      Buffer.from('attStmt'),
      Buffer.from([0xa0, 0x68]),
      Buffer.from('authData'),
      Buffer.from([0x59]),
      dataLength,
      authData,
    ])
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: base64url(this.#clientData('webauthn.create', options, otherwise)),
        attestationObject: base64url(attestationObject),
        transports: ['internal'],
      },
    }
  }

  assert(
    options: z.infer<typeof RequestOptionsSchema>,
    otherwise: Otherwise = {},
  ): z.infer<typeof AssertionSchema> {
    const clientData = this.#clientData('webauthn.get', options, otherwise)
    const data = this.#authenticatorData(otherwise.rpId ?? options.rpId, 0, otherwise)
    const signature = createSign('sha256')
      .update(Buffer.concat([data, sha256(clientData)]))
      .sign(this.#keys.privateKey)
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(data),
        signature: base64url(signature),
        userHandle: this.#userHandle,
      },
    }
  }

  #credential() {
    const id = base64url(this.id)
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const
  }

  #clientData(type: string, { challenge }: { challenge: string }, otherwise: Otherwise): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: otherwise.type ?? type,
        challenge: otherwise.challenge ?? challenge,
        origin: otherwise.origin ?? this.#origin,
        crossOrigin: false,
      }),
    )
  }

  #authenticatorData(rpId: string, flags: number, otherwise: Otherwise): Buffer {
    this.#counter += 1
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(otherwise.counter ?? this.#counter)
    const verified = otherwise.isVerified === false ? 0 : userVerified
    return Buffer.concat([sha256(rpId), Buffer.from([userPresent | verified | flags]), counter])
  }
}

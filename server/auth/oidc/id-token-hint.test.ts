import { expect, test } from 'vitest'
import { limits } from '#shared/limits.ts'
import { openIdToken, sealIdToken } from './id-token-hint.ts'

test('an ID token is read with the token of its session alone, and any change of it is found', () => {
  const sealed = sealIdToken('een.id.token', 'sessie') ?? ''
  expect(sealed).not.toContain('een.id.token')
  expect(openIdToken(sealed, 'sessie')).toBe('een.id.token')
  expect(openIdToken(sealed, 'een andere sessie')).toBeNull()
  const changed = Buffer.from(sealed, 'base64url')
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  expect(openIdToken(changed.toString('base64url'), 'sessie')).toBeNull()
  expect(openIdToken('', 'sessie')).toBeNull()
})

test('a token that fits in no address is not kept (limit idTokenHintLength)', () => {
  const { max } = limits.idTokenHintLength
  expect(sealIdToken('x'.repeat(max), 'sessie')).not.toBeNull()
  expect(sealIdToken('x'.repeat(max + 1), 'sessie')).toBeNull()
})

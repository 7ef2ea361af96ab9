import { describe, expect, it } from 'vitest'
import { safeReturnPath, signInPath } from './session.ts'

describe('safeReturnPath', () => {
  it.each(['/', '/plan/p1', '/plan/p1/leden?x=1', '/invite?token=abc'])('takes %s', (path) =>
    expect(safeReturnPath(path)).toBe(path),
  )
  it.each([
    'https://elders.example',
    '//elders.example',
    '/\\elders.example',
    'plan/p1',
    'javascript:alert(1)',
    '/sign-in?return=/',
    '/a\n/b',
    '',
    null,
    undefined,
  ])('refuses %s', (path) => expect(safeReturnPath(path)).toBeNull())
})

it('keeps the address clean where the return is the default', () => {
  expect(signInPath('/')).toBe('/sign-in')
  expect(signInPath('/plan/p1?a=b')).toBe('/sign-in?return=%2Fplan%2Fp1%3Fa%3Db')
})

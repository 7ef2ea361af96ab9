import { expect, test } from 'vitest'
import { bundleSizes } from '../bench/scenarios/bundle.ts'

const kB = 1000

/** Pages opened from a mail, often on a phone: a helper in the chunk of the editor once made them ten times as large. */
test.each(['sign/sign-page', 'agreement/agreement-page', 'check/check-page', 'audit/audit-page'])(
  '%s comes without the editor and without Yjs',
  (page) => {
    const size = bundleSizes().find(({ route }) => route === `client/pages/${page}.tsx`)
    expect(size?.scriptBytes).toBeGreaterThan(kB)
    expect(size?.scriptBytes).toBeLessThan(40 * kB)
  },
)

test('the code that everybody loads stays below a quarter of a megabyte', () => {
  const entry = bundleSizes().find(({ route }) => route === 'entry')
  expect(entry?.scriptBytes).toBeGreaterThan(kB)
  expect(entry?.scriptBytes).toBeLessThan(250 * kB)
})

import { expect, it } from 'vitest'
import { allowNumbersOf, findHeld, withoutHeld } from './bsn-exceptions.ts'

it('holds a number until someone says that it is no BSN', () => {
  const text = 'Dossier 111222333, tel. 123456782.'
  expect(findHeld(text)).toHaveLength(2)
  expect(withoutHeld(text)).toBe('Dossier , tel. .')
  allowNumbersOf('111.222.333')
  expect(findHeld(text)).toHaveLength(1)
  expect(withoutHeld(text)).toBe('Dossier 111222333, tel. .')
})

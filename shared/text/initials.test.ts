import { expect, it } from 'vitest'
import { initialsAmong, initialsOf } from './initials.ts'

it.each([
  ['Joke Bakker', 'JB'],
  ['Wouter van den Hoogewal', 'WH'],
  ['M. Verhoeven', 'MV'],
  ["Anna van 't Hof", 'AH'],
  ['Şirin Yıldız', 'ŞY'],
  ['IJsbrand de Wit', 'IJW'],
  ['Ĳsbrand de Wit', 'IJW'],
  ['Ingrid de Wit', 'IW'],
  ['noor', 'N'],
  ['  ', ''],
])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials))

it('people who are seen together are told apart', () => {
  const of = (...names: string[]) => [...initialsAmong(names).values()]
  expect(of('Ingrid de Wit', 'IJsbrand de Wit')).toEqual(['IW', 'IJW'])
  expect(of('Jan Bakker', 'Joke Bakker', 'Piet Kok')).toEqual(['JaB', 'JoB', 'PK'])
  expect(of('Jan Bakker', 'Jan Bos')).toEqual(['JBa', 'JBo'])
  expect(of('Jan Bakker', 'Jaap Bakema')).toEqual(['JB1', 'JB2'])
  expect(of('Jan Bakker', 'Jan Bakker')).toEqual(['JB'])
  expect(of('', '  ')).toEqual(['1', '2'])
})

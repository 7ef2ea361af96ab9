import { expect, it } from 'vitest'
import { initialsOf } from './initials.ts'

it.each([
  ['Joke Bakker', 'JB'],
  ['Wouter van den Hoogewal', 'WH'],
  ['M. Verhoeven', 'MV'],
  ["Anna van 't Hof", 'AH'],
  ['Şirin Yıldız', 'ŞY'],
  ['IJsbrand de Wit', 'IJW'],
  ['noor', 'N'],
  ['  ', ''],
])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials))

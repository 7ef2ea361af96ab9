import { expect, it } from 'vitest'
import { sortNameOf } from './sort-name.ts'

it.each([
  ['Noor van der Lindeweide', 'Lindeweide, van der, Noor'],
  ['IJsbrand Oeverzicht', 'Oeverzicht, IJsbrand'],
  ['Şirin el Karsteegh', 'el Karsteegh, Şirin'],
  ['Élise de Waterhof-Brandt', 'Waterhof-Brandt, de, Élise'],
  ['Kees van ’t Hek', 'Hek, van ’t, Kees'],
  ['Fatma', 'Fatma'],
  ['Huisarts van de', 'Huisarts van de'],
  ['', ''],
])('a name in an alphabetical list: %s', (name, sorted) => {
  expect(sortNameOf(name)).toBe(sorted)
})

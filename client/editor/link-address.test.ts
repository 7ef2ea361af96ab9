import { expect, it } from 'vitest'
import { linkAddress } from './link-address.ts'

it.each([
  ['https://www.voorbeeld.nl/a?b=c', 'https://www.voorbeeld.nl/a?b=c'],
  [' www.voorbeeld.nl ', 'https://www.voorbeeld.nl'],
  ['voorbeeld.nl:8080/pad', 'https://voorbeeld.nl:8080/pad'],
  ['joke@voorbeeld.nl', 'mailto:joke@voorbeeld.nl'],
  ['mailto:joke@voorbeeld.nl', 'mailto:joke@voorbeeld.nl'],
  ['tel:0101234567', 'tel:0101234567'],
  ['javascript:alert(1)', null],
  ['JAVASCRIPT:alert(1)', null],
  ['data:text/html,x', null],
  ['voorbeeld', null],
  ['twee woorden.nl', null],
  ['', null],
])('%s', (typed, address) => {
  expect(linkAddress(typed)).toBe(address)
})

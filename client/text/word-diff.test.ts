import { expect, it } from 'vitest'
import { wordDiff } from './word-diff.ts'

const marked = (one: string, other: string) => {
  const diff = wordDiff(one, other)
  const show = (side: typeof diff.one) => side.map(({ text, isSame }) => (isSame ? text : `[${text}]`)).join('')
  return [show(diff.one), show(diff.other)]
}

it('marks the words that only one of the texts has', () => {
  expect(marked('Het team komt maandag bijeen.', 'Het team komt elke maandag bijeen.')).toEqual(['Het team komt maandag bijeen.', 'Het team komt [elke ]maandag bijeen.'])
  expect(marked('een twee drie', 'een vier drie')).toEqual(['een [twee ]drie', 'een [vier ]drie'])
  expect(marked('', 'nieuw')).toEqual(['', '[nieuw]'])
  expect(marked('gelijk', 'gelijk')).toEqual(['gelijk', 'gelijk'])
})

it('loses no letter, whatever the texts', () => {
  const long = Array.from({ length: 5_000 }, (_, i) => `w${i % 97}`).join(' ')
  const other = Array.from({ length: 5_000 }, (_, i) => `w${i % 89}`).join('\n')
  const diff = wordDiff(long, other)
  expect([diff.one, diff.other].map((side) => side.map((part) => part.text).join(''))).toEqual([long, other])
})

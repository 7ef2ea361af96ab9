import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTabSeparated, writeTabSeparated } from './tab-separated.ts'

const texts = (text: string) =>
  readTabSeparated(text).map(({ cells }) => cells.map((cell) => cell.text))

describe('text of a spreadsheet on the clipboard', () => {
  it.each([
    ['one value with the line break that Excel adds', '1075,00\r\n', [['1075,00']]],
    [
      'rows and cells',
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'empty cells',
      '\ta\n\t\n',
      [
        ['', 'a'],
        ['', ''],
      ],
    ],
    ['an empty row in the middle', 'a\n\nb', [['a'], [''], ['b']]],
    ['line ends of an old Mac', 'a\rb', [['a'], ['b']]],
    ['a line break in a quoted cell', '"a\nb"\tc\r\n', [['a\nb', 'c']]],
    ['quotes in a quoted cell', '"a ""b""\nc"\td', [['a "b"\nc', 'd']]],
    ['a word between quotes', '"Samen" verder\tx', [['"Samen" verder', 'x']]],
    ['only a word between quotes', '"Samen"\tx', [['"Samen"', 'x']]],
    ['a quote that is not closed', '"a\tb\nc', [['"a', 'b'], ['c']]],
    ['no-break spaces', '€\u00a01.075,00', [['€ 1.075,00']]],
    ['nothing', '', [['']]],
  ])('%s', (_, text, expected) => expect(texts(text)).toEqual(expected))

  it('reads back what it writes', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', '"', '\t', '\n', ' ', 'é', ',') })
      // Two quotes around text without a break are text, so a cell of only those is not round.
      .filter((text) => !/^".*"$/s.test(text) || /[\t\n]|""/.test(text.slice(1, -1)))
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        (rows) => {
          expect(texts(writeTabSeparated(rows))).toEqual(rows)
        },
      ),
    )
  })

  it('reads any text without losing a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r') }), (text) => {
        const letters = (value: string) => value.replaceAll(/[^a]/g, '').length
        expect(
          texts(text)
            .flat()
            .reduce((sum, one) => sum + letters(one), 0),
        ).toBe(letters(text))
      }),
    )
  })
})

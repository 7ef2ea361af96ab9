import { describe, expect, test } from 'vitest'
import type { RichMark, RichNode } from '#shared/richtext/rich-doc.ts'
import { richTextBlocks } from './document-richtext.ts'

const text = (words: string, ...marks: RichMark[]): RichNode =>
  marks.length > 0 ? { type: 'text', text: words, marks } : { type: 'text', text: words }
const p = (...content: RichNode[]): RichNode => ({ type: 'paragraph', content })
const h = (level: number, words: string): RichNode => ({
  type: 'heading',
  attrs: { level },
  content: [text(words)],
})
const doc = (...content: RichNode[]): RichNode => ({ type: 'doc', content })
const read = (...content: RichNode[]) => richTextBlocks(doc(...content), { below: 1 })
const levels = (blocks: ReturnType<typeof read>) =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []))

describe('a rich text in a document', () => {
  test('an empty text stays one empty paragraph', () => {
    expect(read()).toEqual([{ kind: 'paragraph', role: 'body', runs: [] }])
    expect(read(p(), p(text('  ')))).toEqual([{ kind: 'paragraph', role: 'body', runs: [] }])
  })

  test('headings come below the section and skip no level', () => {
    expect(levels(read(h(1, 'a'), h(2, 'b'), h(1, 'c')))).toEqual([2, 3, 2])
    expect(levels(read(h(3, 'a'), h(3, 'b'), h(1, 'c'), h(3, 'd')))).toEqual([2, 2, 2, 3])
  })

  test('a heading in a cell becomes bold text', () => {
    expect(richTextBlocks(doc(h(1, 'Kop')), { below: null })).toEqual([
      { kind: 'paragraph', role: 'body', runs: [{ text: 'Kop', bold: true }] },
    ])
  })

  test('marks and line breaks stay; underline does not', () => {
    const [block] = read(
      p(
        text('a', { type: 'bold' }, { type: 'italic' }),
        { type: 'hardBreak' },
        text('b', { type: 'strike' }),
        text('c', { type: 'code' }),
        text('d', { type: 'underline' }),
      ),
    )
    expect(block).toEqual({
      kind: 'paragraph',
      role: 'body',
      runs: [
        { text: 'a\n', bold: true, italic: true },
        { text: 'b', strike: true },
        { text: 'c', code: true },
        { text: 'd' },
      ],
    })
  })

  test.each([
    ['https://www.medrie.nl/wijk', 'https://www.medrie.nl/wijk'],
    ['mailto:info@rijnmonddokters.nl', 'mailto:info@rijnmonddokters.nl'],
    ['tel:+31881234567', 'tel:+31881234567'],
    [' https://example.nl/a b"<x> ', 'https://example.nl/a%20b%22%3Cx%3E'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['file:///etc/passwd', undefined],
    ['/plans/1', undefined],
    ['https://', undefined],
    [`https://example.nl/${'x'.repeat(3000)}`, undefined],
  ])('the link %j', (href, link) => {
    const [block] = read(p(text('hier', { type: 'link', attrs: { href } })))
    expect(block).toEqual({
      kind: 'paragraph',
      role: 'body',
      runs: [link === undefined ? { text: 'hier' } : { text: 'hier', link }],
    })
  })

  test('lists keep their nesting, their kind and their first number', () => {
    const item = (...content: RichNode[]): RichNode => ({ type: 'listItem', content })
    const blocks = read({
      type: 'orderedList',
      attrs: { start: 3 },
      content: [
        item(p(text('drie')), { type: 'bulletList', content: [item(p(text('punt')))] }),
        item(),
      ],
    })
    expect(blocks).toEqual([
      {
        kind: 'list',
        ordered: true,
        start: 3,
        items: [
          [
            { kind: 'paragraph', role: 'body', runs: [{ text: 'drie' }] },
            {
              kind: 'list',
              ordered: false,
              start: 1,
              items: [[{ kind: 'paragraph', role: 'body', runs: [{ text: 'punt' }] }]],
            },
          ],
        ],
      },
    ])
  })

  test('characters that no file can hold are left out', () => {
    const [block] = read(p(text('a\u0000b\u000bc\ud800d\uffffe\tf')))
    expect(block).toEqual({ kind: 'paragraph', role: 'body', runs: [{ text: 'abcde f' }] })
  })

  test('words of an unknown node stay', () => {
    expect(read({ type: 'callout', content: [p(text('let op'))] })).toEqual([
      { kind: 'paragraph', role: 'body', runs: [{ text: 'let op' }] },
    ])
  })
})

describe('a table that a person typed', () => {
  const cell = (
    words: string,
    attrs: Record<string, number> = {},
    type = 'tableCell',
  ): RichNode => ({ type, attrs, content: [p(text(words))] })
  const row = (...content: RichNode[]): RichNode => ({ type: 'tableRow', content })
  const grid = (...rows: RichNode[]) => {
    const [block] = read({ type: 'table', content: rows })
    if (block?.kind !== 'table') throw new Error('no table')
    return block.rows.map((found) => [
      found.kind,
      ...found.cells.map((entry) =>
        entry.content
          .map((inner) =>
            inner.kind === 'paragraph' ? inner.runs.map((run) => run.text).join('') : inner.kind,
          )
          .join('|'),
      ),
    ])
  }

  test('its first row is a header when it was one', () => {
    expect(
      grid(
        row(cell('Wie', {}, 'tableHeader'), cell('Wat', {}, 'tableHeader')),
        row(cell('Ada'), cell('agenda')),
      ),
    ).toEqual([
      ['header', 'Wie', 'Wat'],
      ['body', 'Ada', 'agenda'],
    ])
    expect(grid(row(cell('a'), cell('b')), row(cell('c'), cell('d')))[0]?.[0]).toBe('body')
  })

  test('merged cells become a cell and empty ones, every row has every column', () => {
    expect(
      grid(
        row(cell('a', { colspan: 2 }), cell('b', { rowspan: 2 })),
        row(cell('c')),
        row(cell('d')),
      ),
    ).toEqual([
      ['body', 'a', '', 'b'],
      ['body', 'c', '', ''],
      ['body', 'd', '', ''],
    ])
  })

  test('more columns than Word can draw lose no word', () => {
    const [only = []] = grid(row(...Array.from({ length: 70 }, (_, index) => cell(`w${index}`))))
    expect(only).toHaveLength(64)
    expect(only.at(-1)).toBe('w62|w63|w64|w65|w66|w67|w68|w69')
  })
})

import { describe, expect, test } from 'vitest'
import type { PlanContent } from '#shared/plan/content.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import {
  options,
  paragraphs,
  planContent,
  readFormat,
  xmlParts,
} from '#tests/support/sample-plans.ts'
import { xmlFault } from '#tests/support/xml.ts'
import { exportDocx } from '../export.ts'

const part = (parts: ReadonlyMap<string, string>, name: string) => parts.get(name) ?? ''

describe('text that people type', () => {
  const format = readFormat('medrie-wijkplan')
  const text = (words: string): RichNode => ({ type: 'text', text: words })
  const p = (...content: RichNode[]): RichNode => ({ type: 'paragraph', content })
  const item = (words: string): RichNode => ({ type: 'listItem', content: [p(text(words))] })
  const list = (type: string, start: number, ...words: string[]): RichNode => ({
    type,
    attrs: { start },
    content: words.map(item),
  })
  const withField = (...nodes: RichNode[]): PlanContent => {
    const content = planContent(format, { values: { wijk: 'A & <B> "C" \u0001' } })
    return { ...content, fields: { ...content.fields, netwerk: { type: 'doc', content: nodes } } }
  }
  const written = async (...nodes: RichNode[]) =>
    xmlParts(
      await exportDocx(withField(...nodes), format, { ...options, title: 'Plan & <co> \u0002' }),
    )

  test('can not damage the file', async () => {
    const parts = await written(p(text('<w:p>&amp; ]]> \u0000\u001f \ud800 "')), {
      type: 'table',
      content: [
        {
          type: 'tableRow',
          content: Array.from({ length: 70 }, () => ({
            type: 'tableCell',
            content: [p(text('x'))],
          })),
        },
      ],
    })
    for (const [path, xml] of parts) expect([path, xmlFault(xml)]).toEqual([path, null])
    expect(
      paragraphs(part(parts, 'word/document.xml'))
        .map((paragraph) => paragraph.text)
        .join('\n'),
    ).toContain('<w:p>&amp; ]]>')
  })

  test('words that the library gives a meaning stay words', async () => {
    const parts = await written(p(text('CURRENT'), { type: 'hardBreak' }, text('TOTAL_PAGES')))
    expect(
      paragraphs(part(parts, 'word/document.xml')).map((paragraph) => paragraph.text),
    ).toContain('CURRENT\nTOTAL_PAGES')
    expect(part(parts, 'word/document.xml')).not.toContain('instrText')
  })

  test('each list counts by itself, from its own first number', async () => {
    const parts = await written(
      list('orderedList', 1, 'een', 'twee'),
      list('orderedList', 1, 'weer een'),
      list('orderedList', 5, 'vijf'),
      list('bulletList', 1, 'punt'),
    )
    const xml = part(parts, 'word/document.xml')
    const ids = [...xml.matchAll(/<w:numId w:val="(\d+)"\/>/g)].map((match) => match[1])
    expect(ids).toHaveLength(5)
    expect(ids[0]).toBe(ids[1])
    expect(new Set(ids).size).toBe(4)
    const numbering = part(parts, 'word/numbering.xml')
    expect(numbering).toContain('<w:start w:val="5"/>')
    expect(numbering).toContain('w:val="bullet"')
  })

  test('links lead outside the document by a relation', async () => {
    const parts = await written(
      p(
        {
          type: 'text',
          text: 'site',
          marks: [{ type: 'link', attrs: { href: 'https://medrie.nl/?a=1&b=2' } }],
        },
        {
          type: 'text',
          text: 'kwaad',
          marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }],
        },
      ),
    )
    expect(part(parts, 'word/_rels/document.xml.rels')).toContain(
      'Target="https://medrie.nl/?a=1&amp;b=2"',
    )
    expect([...parts.values()].join('')).not.toContain('javascript')
  })
})

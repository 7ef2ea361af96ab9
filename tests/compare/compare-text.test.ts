import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joined } from '#shared/compare/compare-inline.ts'
import {
  compareBlocks,
  compareTexts as compareTextsInSteps,
  sideOf,
} from '#shared/compare/compare-text.ts'
import type { BlockDifference, InlineDifference } from '#shared/compare/differences.ts'
import { nodeKey } from '#shared/richtext/node-key.ts'
import { plainDoc } from '#shared/richtext/plain-text.ts'
import type { RichDoc, RichNode } from '#shared/richtext/rich-doc.ts'
import { atOnce } from '#shared/steps.ts'
import { changedText, richText } from './rich-texts.ts'

const text = (words: string, ...marks: string[]): RichNode => ({
  type: 'text',
  text: words,
  ...(marks.length === 0 ? {} : { marks: marks.map((type) => ({ type })) }),
})
const p = (...content: (string | RichNode)[]): RichNode => ({
  type: 'paragraph',
  content: content.map((part) => (typeof part === 'string' ? text(part) : part)),
})
const list = (...items: string[]): RichNode => ({
  type: 'bulletList',
  content: items.map((item) => ({ type: 'listItem', content: [p(item)] })),
})
const doc = (...content: RichNode[]): RichDoc => ({ type: 'doc', content })
const compareTexts = (old: RichDoc, changed: RichDoc) => atOnce(compareTextsInSteps(old, changed))

/** `[-deleted-]`, `{+inserted+}`, `*marked*`; blocks between bars. */
function shown(blocks: readonly BlockDifference[]): string {
  return blocks
    .map((block) => {
      if ('node' in block) return wrap(block.op, wordsOf(block.node))
      return block.op === 'changed'
        ? `(${shown(block.blocks)})`
        : block.inline.map(shownInline).join('')
    })
    .join(' | ')
}
const wordsOf = (node: RichNode): string =>
  node.text ?? (node.type === 'hardBreak' ? '↵' : (node.content ?? []).map(wordsOf).join(''))
const wrap = (op: string, words: string) =>
  op === 'deleted' ? `[-${words}-]` : op === 'inserted' ? `{+${words}+}` : words
const shownInline = (part: InlineDifference) =>
  part.op === 'marked'
    ? `*${part.new.map(wordsOf).join('')}*`
    : wrap(part.op, part.nodes.map(wordsOf).join(''))
const compared = (old: RichDoc, changed: RichDoc) => shown(compareTexts(old, changed)?.blocks ?? [])

describe('the outcome for a text', () => {
  it('is told in words, whole ones', () => {
    expect(
      compared(plainDoc('Gereed op 31 maart 2026.'), plainDoc('Gereed op 30 april 2026.')),
    ).toBe('Gereed op [-31 maart-]{+30 april+} 2026.')
    expect(
      compared(
        plainDoc('Het team komt maandag bijeen.'),
        plainDoc('Het team komt elke maandag bijeen.'),
      ),
    ).toBe('Het team komt {+elke +}maandag bijeen.')
    expect(
      compared(
        plainDoc('vijfentwintig uur à € 1.234,50'),
        plainDoc('vijfentwintig uren à € 1.234,05'),
      ),
    ).toBe('vijfentwintig [-uur-]{+uren+} à € [-1.234,50-]{+1.234,05+}')
    expect(compareTexts(plainDoc('gelijk'), plainDoc('gelijk'))).toBeNull()
  })

  it('knows a paragraph that was reworded from one that came or went', () => {
    const old = doc(p('Eerste alinea over ouderen.'), p('Tweede alinea over jeugd.'))
    expect(
      compared(
        old,
        doc(
          p('Nieuw begin van dit stuk.'),
          p('Eerste alinea over kwetsbare ouderen.'),
          p('Tweede alinea over jeugd.'),
        ),
      ),
    ).toBe(
      '{+Nieuw begin van dit stuk.+} | Eerste alinea over {+kwetsbare +}ouderen. | Tweede alinea over jeugd.',
    )
    expect(compared(old, doc(p('Tweede alinea over jeugd.')))).toBe(
      '[-Eerste alinea over ouderen.-] | Tweede alinea over jeugd.',
    )
    expect(compared(doc(p()), plainDoc('Nu staat er iets.'))).toBe('{+Nu staat er iets.+}')
  })

  it('goes into lists and tables, where cells keep their column', () => {
    expect(
      compared(doc(list('appels', 'peren')), doc(list('appels', 'rijpe peren', 'pruimen'))),
    ).toBe('(appels | ({+rijpe +}peren) | {+pruimen+})')
    const row = (...cells: string[]): RichNode => ({
      type: 'tableRow',
      content: cells.map((cell) => ({
        type: 'tableCell',
        attrs: { colspan: 1 },
        content: [p(cell)],
      })),
    })
    const table = (...rows: RichNode[]) => doc({ type: 'table', content: rows })
    expect(
      compared(
        table(row('uur', '5'), row('ritten', '3')),
        table(row('uur', '7'), row('ritten', '3')),
      ),
    ).toBe('((uur | ([-5-] | {+7+})) | ritten3)')
  })

  it('tells of another type, of headings and of line breaks', () => {
    const bold = compareTexts(
      doc(p('drie woorden hier')),
      doc(p('drie ', text('woorden', 'bold'), ' hier')),
    )
    expect([shown(bold?.blocks ?? []), bold?.isLayoutOnly]).toEqual(['drie *woorden* hier', true])
    const heading = compareTexts(
      doc(p('Titel')),
      doc({ type: 'heading', attrs: { level: 2 }, content: [text('Titel')] }),
    )
    expect(heading).toMatchObject({
      isLayoutOnly: true,
      blocks: [
        {
          op: 'reworded',
          old: { type: 'paragraph' },
          new: { type: 'heading', attrs: { level: 2 } },
        },
      ],
    })
    expect(compared(doc(p('een', { type: 'hardBreak' }, 'twee')), doc(p('een twee')))).toBe(
      'een[-↵-]{+ +}twee',
    )
  })

  it('applied to the old text gives the new one, and taken back the old, whatever the texts', () => {
    const settled = (node: RichNode): RichNode =>
      node.content === undefined ? node : { ...node, content: joined(node.content.map(settled)) }
    const sides = (blocks: BlockDifference[], side: 'old' | 'new') =>
      JSON.stringify(sideOf(blocks, side).map(settled))
    const expectBoth = (old: RichDoc, changed: RichDoc) => {
      const blocks = compareBlocks(old.content ?? [], changed.content ?? [])
      expect(sides(blocks, 'new')).toBe(JSON.stringify((changed.content ?? []).map(settled)))
      expect(sides(blocks, 'old')).toBe(JSON.stringify((old.content ?? []).map(settled)))
    }
    fc.assert(
      fc.property(changedText, ({ old, changed }) => expectBoth(old, changed)),
      { numRuns: 300 },
    )
    fc.assert(fc.property(richText, richText, expectBoth), { numRuns: 100 })
  })

  it('loses no word of long texts that share little', () => {
    const long = (step: number) =>
      plainDoc(
        Array.from(
          { length: 400 },
          (_, i) => `Alinea ${i % step} ${'woord '.repeat(i % step)}`,
        ).join('\n\n'),
      )
    const [old, changed] = [long(97), long(89)]
    const blocks = compareBlocks(old.content ?? [], changed.content ?? [])
    expect([sideOf(blocks, 'old'), sideOf(blocks, 'new')]).toEqual([old.content, changed.content])
  })

  it('LI9 goes a block at a time through thousands of which none is the same', () => {
    const many = (word: string) =>
      doc(...Array.from({ length: 20_000 }, (_, i) => p(`${word} ${i}`)))
    const [old, changed] = [many('Toen'), many('Nu')]
    const steps = compareTextsInSteps(old, changed)
    let count = 0
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done !== true) {
        count++
        continue
      }
      expect(step.value?.blocks).toHaveLength(20_000)
      break
    }
    expect(count).toBeGreaterThan(20_000)
  })

  it('shows a block that is too long to compare as taken out and put in', () => {
    const long = (last: string) => doc(p('woord '.repeat(12_000), last))
    expect(compareTexts(long('toen'), long('nu'))?.blocks).toMatchObject([
      { op: 'reworded', inline: [{ op: 'deleted' }, { op: 'inserted' }] },
    ])
  })

  it('knows a text in a text in a text by a key that grows with its words alone', () => {
    let node = p('"Thuis"')
    for (let depth = 0; depth < 20; depth++) node = { type: 'blockquote', content: [node] }
    expect(nodeKey(node).length).toBeLessThan(2_000)
  })
})

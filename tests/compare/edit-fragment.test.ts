import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { joined } from '#shared/compare/compare-inline.ts'
import { compareBlocks } from '#shared/compare/compare-text.ts'
import { editFragment } from '#shared/compare/edit-fragment.ts'
import { readFragment, writeFragment } from '#shared/richtext/fragment.ts'
import { plainDoc, plainText } from '#shared/richtext/plain-text.ts'
import type { RichDoc, RichNode } from '#shared/richtext/rich-doc.ts'
import { changedText } from './rich-texts.ts'

const settled = (node: RichNode): RichNode => ({
  ...node,
  content: joined((node.content ?? []).map(settled)),
})

function open(text: RichDoc) {
  const doc = new Y.Doc()
  const fragment = doc.getXmlFragment('text')
  writeFragment(fragment, text)
  return {
    doc,
    fragment,
    edit: (target: RichDoc) => doc.transact(() => editFragment(fragment, target)),
    words: () => plainText(readFragment(fragment).doc),
  }
}
const firstText = (fragment: Y.XmlFragment) => (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText

describe('a text that is made another one', () => {
  it('reads as the target, whatever both are', () => {
    fc.assert(
      fc.property(changedText, ({ old, changed }) => {
        const { fragment, edit } = open(old)
        const elements = fragment.toArray()
        const blocks = compareBlocks(
          readFragment(fragment).doc.content ?? [],
          changed.content ?? [],
        )
        edit(changed)
        // A rewrite of the whole text would keep none of them.
        expect(
          fragment.toArray().filter((element) => elements.includes(element)).length,
        ).toBeGreaterThanOrEqual(blocks.filter((block) => block.op === 'same').length)
        const { doc, isDamaged } = readFragment(fragment)
        expect([settled(doc), isDamaged]).toEqual([settled(changed), false])
      }),
      { numRuns: 300 },
    )
  })

  it('keeps what was not changed: elements, places and carets', () => {
    const { fragment, edit, doc } = open(
      plainDoc('De wijk is groot en mooi.\n\nOuderen wonen er graag.'),
    )
    const [first, second] = [fragment.get(0), fragment.get(1)]
    const caret = Y.createRelativePositionFromTypeIndex(
      firstText(fragment),
      'De wijk is groot en mo'.length,
    )
    edit(plainDoc('Onze wijk is heel groot en mooi.\n\nOuderen wonen er graag.\n\nJongeren ook.'))
    expect([fragment.get(0) === first, fragment.get(1) === second, fragment.length]).toEqual([
      true,
      true,
      3,
    ])
    expect(Y.createAbsolutePositionFromRelativePosition(caret, doc)?.index).toBe(
      'Onze wijk is heel groot en mo'.length,
    )
  })

  it('keeps what others typed at the same moment', () => {
    const mine = open(plainDoc('Een twee drie vier vijf.'))
    const theirs = new Y.Doc()
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine.doc))
    mine.edit(plainDoc('Een 2 drie vier 5.'))
    firstText(theirs.getXmlFragment('text')).insert('Een twee drie'.length, ' (en een half)')
    Y.applyUpdate(mine.doc, Y.encodeStateAsUpdate(theirs))
    expect(mine.words()).toBe('Een 2 drie (en een half) vier 5.')
  })

  it('is written anew when a client put something in it that is no text', () => {
    const { doc, fragment, edit, words } = open(plainDoc('Eerst'))
    doc.transact(() => fragment.insert(0, [new Y.XmlText(), new Y.XmlElement('script')]))
    edit(plainDoc('Daarna'))
    expect([words(), readFragment(fragment).isDamaged]).toEqual(['Daarna', false])
    // Valid, but not at the searched position.
    doc.transact(() => fragment.insert(0, [new Y.XmlText()]))
    edit(plainDoc('Daarna weer'))
    expect(words()).toBe('Daarna weer')
  })
})

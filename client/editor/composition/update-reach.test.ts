import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { reaches } from './update-reach.ts'

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(words)])
  return element
}

/** A plan with two texts, and a row with a text. */
function plan(): Y.Doc {
  const doc = new Y.Doc()
  for (const name of ['field:a', 'field:b'])
    doc.getXmlFragment(name).insert(0, [paragraph('Een'), paragraph('Twee')])
  const cells = new Y.Map<unknown>([['text', new Y.XmlFragment()]])
  doc.getMap('rows:t').set('r1', cells)
  return doc
}

const a = (doc: Y.Doc) => doc.getXmlFragment('field:a')
const b = (doc: Y.Doc) => doc.getXmlFragment('field:b')
const cells = (doc: Y.Doc) => doc.getMap('rows:t').get('r1') as Y.Map<unknown>
const textIn = (fragment: Y.XmlFragment, at = 0) =>
  (fragment.get(at) as Y.XmlElement).get(0) as Y.XmlText

function updateOf(edit: (doc: Y.Doc) => void): { before: Y.Doc; update: Uint8Array } {
  const before = plan()
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(before))
  const made: Uint8Array[] = []
  other.on('update', (update: Uint8Array) => made.push(update))
  edit(other)
  return { before, update: Y.mergeUpdates(made) }
}

describe('whether an update reaches a text', () => {
  it.each<[string, (doc: Y.Doc) => void, boolean]>([
    ['letters in it', (doc) => textIn(a(doc)).insert(1, 'x'), true],
    [
      'letters in it, twice',
      (doc) => {
        textIn(a(doc)).insert(3, 'x')
        textIn(a(doc)).insert(4, 'y')
      },
      true,
    ],
    ['a paragraph in it', (doc) => a(doc).insert(1, [paragraph('Nieuw')]), true],
    ['a paragraph at its start', (doc) => a(doc).insert(0, [paragraph('Nieuw')]), true],
    ['a removed paragraph', (doc) => a(doc).delete(0, 1), true],
    ['removed letters', (doc) => textIn(a(doc), 1).delete(0, 2), true],
    ['marks', (doc) => textIn(a(doc)).format(0, 2, { bold: true }), true],
    ['an attribute', (doc) => (a(doc).get(0) as Y.XmlElement).setAttribute('level', '2'), true],
    ['letters in another text', (doc) => textIn(b(doc)).insert(1, 'x'), false],
    ['a paragraph in another text', (doc) => b(doc).insert(1, [paragraph('Nieuw')]), false],
    ['a removal in another text', (doc) => b(doc).delete(0, 2), false],
    ['a cell', (doc) => cells(doc).set('amount', 3), false],
    ['a row', (doc) => void doc.getMap('rows:t').set('r2', new Y.Map()), false],
  ])('%s', (_, edit, expected) => {
    const { before, update } = updateOf(edit)
    expect(reaches(update, before, a(before))).toBe(expected)
    Y.applyUpdate(before, update)
    expect(reaches(update, before, a(before))).toBe(false)
  })

  it('a text of a row: its own letters, and the removal of the row', () => {
    const text = (doc: Y.Doc) => cells(doc).get('text') as Y.XmlFragment
    for (const [edit, expected] of [
      [(doc: Y.Doc) => text(doc).insert(0, [paragraph('Nieuw')]), true],
      [(doc: Y.Doc) => doc.getMap('rows:t').delete('r1'), true],
      [(doc: Y.Doc) => cells(doc).set('order', 'a'), false],
      [(doc: Y.Doc) => b(doc).delete(0, 1), false],
    ] as const) {
      const { before, update } = updateOf(edit)
      expect(reaches(update, before, text(before))).toBe(expected)
    }
  })

  it('an update that hangs on unknown content may reach it', () => {
    const before = plan()
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(before))
    textIn(b(other)).insert(0, 'x')
    const state = Y.encodeStateVector(other)
    textIn(b(other)).insert(1, 'y')
    const later = Y.encodeStateAsUpdate(other, state)
    expect(reaches(later, before, a(before))).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addBlock, Peer, sync, text, written } from '#tests/support/range-peer.ts'
import { editFragment } from '../compare/edit-fragment.ts'
import { readFragment, writeFragment } from '../richtext/fragment.ts'
import { plainDoc } from '../richtext/plain-text.ts'
import { FlatText } from './flat-text.ts'
import { findRange, textRangeBetween, withQuoteContext } from './range.ts'
import { TextRangeSchema } from './text-range.ts'

/** As putting back a version does it: the same words in another kind of block. */
function asHeading(peer: Peer, block: number): void {
  const { doc } = readFragment(peer.fragment)
  const content = (doc.content ?? []).map((node, index) =>
    index === block ? { ...node, type: 'heading', attrs: { level: 2 } } : node,
  )
  peer.doc.transact(() => editFragment(peer.fragment, { ...doc, content }))
}

describe('words whose block becomes another kind of block', () => {
  it('are found again, also short ones, ones that stand in the text more than once, and on every screen', () => {
    const peer = new Peer(1)
    writeFragment(
      peer.fragment,
      plainDoc('Doel\n\nWie doet het?\n\nDoel\n\nWat het oplevert.\n\nNee'),
    )
    const flat = new FlatText(peer.fragment)
    const second = flat.words(0, flat.characters.length).lastIndexOf('Doel')
    const [first, last] = [flat.characters[second]?.at, flat.characters[second + 3]?.at]
    if (first == null || last == null) throw new Error('no second Doel')
    const bare = [
      peer.range('Doel'),
      textRangeBetween(first, { type: last.type, index: last.index + 1 }, 'Doel'),
      peer.range('Nee'),
    ]
    const ranges = bare.map((range) =>
      TextRangeSchema.parse(withQuoteContext(peer.fragment, range)),
    )
    for (const block of [0, 2, 4]) asHeading(peer, block)
    // Without what stood around them there is nothing to go by.
    expect(bare.map((range) => peer.words(range))).toEqual([null, null, null])
    const other = new Peer(2, peer.state)
    for (const screen of [peer, other]) {
      const now = new FlatText(screen.fragment)
      const places = ranges.map((range) => {
        const found = findRange(screen.fragment, range, now)
        return found.kind === 'found' ? [found.words, now.offsetOf(found.from)] : null
      })
      expect(places).toEqual([
        ['Doel', 0],
        ['Doel', second],
        ['Nee', now.characters.length - 3],
      ])
    }
  })

  it('are not taken for the same words elsewhere', () => {
    const peer = new Peer(1)
    writeFragment(
      peer.fragment,
      plainDoc('Doel\n\nWie doet het?\n\nEen ander doel\n\nDoel van de buurt'),
    )
    const range = withQuoteContext(peer.fragment, peer.range('Doel'))
    peer.remove('Doel')
    expect(peer.words(range)).toBeNull()
  })

  it('all of a short text is found as that', () => {
    const peer = new Peer(1)
    writeFragment(peer.fragment, plainDoc('Ja'))
    const range = withQuoteContext(peer.fragment, peer.range('Ja'))
    expect(range.around).toEqual({ before: '', after: '' })
    asHeading(peer, 0)
    expect(peer.words(range)).toBe('Ja')
  })
})

describe('a range of words', () => {
  it('follows what others type around and inside it', () => {
    const a = written()
    const range = a.range('langer veilig thuis')
    const b = new Peer(2, a.state)
    b.insert('In Kraaienveen: ', 'Ouderen')
    b.insert('en prettig ', 'thuis')
    b.insert(' blijven', ' wonen')
    sync(a, b)
    expect([a.words(range), b.words(range)]).toEqual([
      'langer veilig en prettig thuis',
      'langer veilig en prettig thuis',
    ])
  })

  it('does not grow with what is typed right before or after it', () => {
    const a = written()
    const range = a.range('veilig')
    a.insert('zeer ', 'veilig')
    a.insert(' en wel', ' thuis')
    expect(a.words(range)).toBe('veilig')
  })

  it('stays on the rest of the words, and is an orphan when all are gone', () => {
    const a = written()
    const range = a.range('langer veilig thuis')
    a.remove('langer veilig ')
    expect(a.words(range)).toBe('thuis')
    a.remove('thuis')
    expect(a.words(range)).toBeNull()
  })

  it('spans blocks, and keeps to the block that is left', () => {
    const a = written()
    const range = a.range('thuis wonen.\nDe huisarts')
    expect(a.words(range)).toBe('thuis wonen.\nDe huisarts')
    a.fragment.delete(0, 1)
    expect(a.words(range)).toBe('De huisarts')
    a.fragment.delete(0, 1)
    expect(a.words(range)).toBeNull()
  })

  it('comes back with an undo, on every screen', () => {
    const a = written()
    const [short, long] = [a.range('veilig'), a.range('langer veilig thuis wonen')]
    const b = new Peer(2, a.state)
    for (const edit of [() => b.remove('veilig '), () => b.fragment.delete(0, 1)]) {
      edit()
      sync(a, b)
      b.undo.undo()
      sync(a, b)
      expect([a.words(long), b.words(long)]).toEqual([
        'langer veilig thuis wonen',
        'langer veilig thuis wonen',
      ])
    }
    b.remove('veilig')
    sync(a, b)
    expect([a.words(short), b.words(short)]).toEqual([null, null])
    expect(a.words(a.range('wijkverpleging'))).toBe('wijkverpleging')
  })

  it('comes back with an undo also when the same short word stands elsewhere', () => {
    const a = written()
    const range = a.range('de ')
    const b = new Peer(2, a.state)
    const before = [a.words(range), b.words(range)]
    b.remove('en de wijk')
    sync(a, b)
    b.undo.undo()
    sync(a, b)
    expect(before).toEqual(['de', 'de'])
    expect(a.words(range)).toBe(b.words(range))
  })

  it('is found in a text that was put back from elsewhere, by words that say enough', () => {
    const a = written()
    const [short, long] = [a.range('week'), a.range('overleggen elke week')]
    a.fragment.delete(0, a.fragment.length)
    writeFragment(a.fragment, plainDoc(`Nieuw begin.\n\n${text}`))
    expect([a.words(short), a.words(long)]).toEqual([null, 'overleggen elke week'])
    addBlock(a, 'Zij overleggen elke week.', 0)
    expect(a.words(long)).toBeNull()
  })

  it('survives reloading and compaction', () => {
    const a = written()
    const range = a.range('overleggen elke week')
    a.insert('vaak ', 'elke')
    expect(new Peer(3, Y.mergeUpdates([a.state])).words(range)).toBe('overleggen vaak elke week')
  })

  it('hostile positions are orphans and leave the document alone', () => {
    const a = written()
    const id = { client: 1, clock: 999_999 }
    const hostile = [
      { item: id },
      { type: id },
      { tname: 'rows:themes' },
      { tname: 'verzonnen' },
      { item: { client: 77, clock: 0 } },
      { type: { client: 77, clock: 1 }, assoc: -1 },
    ]
    for (const from of hostile)
      for (const to of hostile) expect(a.words({ from, to, quote: 'staat er niet' })).toBeNull()
    expect([...a.doc.share.keys()]).toEqual(['field:netwerk'])
    expect(TextRangeSchema.safeParse({ from: {}, to: {}, quote: 'x' }).success).toBe(false)
    expect(
      TextRangeSchema.safeParse({
        from: { item: { client: -1, clock: 0 } },
        to: { tname: 'a' },
        quote: 'x',
      }).success,
    ).toBe(false)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { editFragment } from '../compare/edit-fragment.ts'
import { readFragment, writeFragment } from '../richtext/fragment.ts'
import { plainDoc, plainText } from '../richtext/plain-text.ts'
import { FlatText } from './flat-text.ts'
import { findRange, textRangeBetween, withQuoteContext } from './range.ts'
import { type TextRange, TextRangeSchema } from './text-range.ts'

const text =
  'Ouderen blijven langer veilig thuis wonen.\n\nDe huisarts en de wijkverpleging overleggen elke week.\n\nOok in de zomer.'

class Peer {
  readonly doc = new Y.Doc()
  readonly undo: Y.UndoManager
  constructor(clientId: number, state?: Uint8Array) {
    this.doc.clientID = clientId
    if (state !== undefined) Y.applyUpdate(this.doc, state)
    this.undo = new Y.UndoManager(this.fragment, { captureTimeout: 0 })
  }
  get fragment(): Y.XmlFragment {
    return this.doc.getXmlFragment('field:netwerk')
  }
  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }
  texts(): Y.XmlText[] {
    return (this.fragment.toArray() as unknown[]).flatMap((block) =>
      block instanceof Y.XmlElement
        ? block.toArray().filter((child) => child instanceof Y.XmlText)
        : [],
    ) as Y.XmlText[]
  }
  /** Points at the first place where these words stand. */
  range(words: string): TextRange {
    const flat = new FlatText(this.fragment)
    const all = flat.words(0, flat.characters.length)
    const start = all.indexOf(words)
    const [first, last] = [
      flat.characters[start]?.at,
      flat.characters[start + words.length - 1]?.at,
    ]
    if (start === -1 || first == null || last == null) throw new Error(`no “${words}” in ${all}`)
    return TextRangeSchema.parse(
      JSON.parse(
        JSON.stringify(textRangeBetween(first, { type: last.type, index: last.index + 1 }, words)),
      ),
    )
  }
  words(range: TextRange): string | null {
    const found = findRange(this.fragment, range)
    return found.kind === 'found' ? found.words : null
  }
  insert(words: string, before: string): void {
    this.#at(before, (type, index) => type.insert(index, words))
  }
  remove(words: string): void {
    this.#at(words, (type, index) => type.delete(index, words.length))
  }
  #at(words: string, edit: (type: Y.XmlText, index: number) => void): void {
    for (const type of this.texts()) {
      const index = (type.toDelta() as { insert: string }[])
        .map((part) => part.insert)
        .join('')
        .indexOf(words)
      if (index !== -1) return edit(type, index)
    }
    throw new Error(`no “${words}”`)
  }
}

function written(): Peer {
  const peer = new Peer(1)
  writeFragment(peer.fragment, plainDoc(text))
  return peer
}

function sync(...peers: Peer[]): void {
  for (const from of peers) for (const to of peers) Y.applyUpdate(to.doc, from.state)
}

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

type Edit = {
  peer: number
  kind: 'insert' | 'delete' | 'split' | 'dropBlock' | 'addBlock' | 'undo' | 'redo' | 'sync'
  at: number
  size: number
}

const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    peer: fc.nat(2),
    kind: fc.constantFrom(
      'insert',
      'insert',
      'delete',
      'delete',
      'split',
      'dropBlock',
      'addBlock',
      'undo',
      'undo',
      'redo',
      'sync',
    ),
    at: fc.nat(200),
    size: fc.integer({ min: 1, max: 30 }),
  }),
  { maxLength: 40 },
)

function apply(peers: Peer[], { peer: who, kind, at, size }: Edit): void {
  const peer = peers[who] as Peer
  const texts = peer.texts()
  const type = texts[at % Math.max(texts.length, 1)]
  const index = type === undefined ? 0 : at % (type.length + 1)
  switch (kind) {
    case 'insert':
      return type?.insert(index, 'zorg en welzijn '.slice(0, size))
    case 'delete':
      return type?.delete(index, Math.min(size, type.length - index))
    case 'split': {
      // As the editor's binding does: the second half becomes a new block with new text.
      if (type === undefined) return
      const rest = (type.toDelta() as { insert: string }[])
        .map((part) => part.insert)
        .join('')
        .slice(index)
      return peer.doc.transact(() => {
        type.delete(index, type.length - index)
        addBlock(peer, rest, peer.fragment.length)
      })
    }
    case 'dropBlock':
      return peer.fragment.length > 0
        ? peer.fragment.delete(at % peer.fragment.length, 1)
        : undefined
    case 'addBlock':
      return addBlock(peer, 'veilig thuis '.slice(0, size), at % (peer.fragment.length + 1))
    case 'undo':
      return void peer.undo.undo()
    case 'redo':
      return void peer.undo.redo()
    case 'sync':
      return sync(peer, peers[at % peers.length] as Peer)
  }
}

function addBlock(peer: Peer, words: string, index: number): void {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  peer.fragment.insert(index, [paragraph])
}

describe('ranges under random edits', () => {
  it('are the same words on every peer and after a reload, or orphans on all', () => {
    const seen = { found: 0, orphan: 0 }
    fc.assert(
      fc.property(edits, fc.nat(80), fc.integer({ min: 1, max: 50 }), (steps, start, length) => {
        const first = written()
        const peers = [first, new Peer(2, first.state), new Peer(3, first.state)]
        const all = plainText(readFragment(first.fragment).doc)
        const words = all.slice(start, start + length)
        fc.pre(words.trim() === words && words !== '')
        const range = first.range(words)
        for (const step of steps) apply(peers, step)
        sync(...peers)
        sync(...peers)
        const found = peers.map((peer) => peer.words(range))
        expect(new Set([...found, new Peer(9, first.state).words(range)]).size).toBe(1)
        seen[found[0] === null ? 'orphan' : 'found']++
      }),
      { numRuns: 200 },
    )
    expect(seen.found).toBeGreaterThan(10)
    expect(seen.orphan).toBeGreaterThan(3)
  })
})

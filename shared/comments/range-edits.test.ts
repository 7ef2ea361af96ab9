import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addBlock, Peer, sync, written } from '#tests/support/range-peer.ts'
import { readFragment } from '../richtext/fragment.ts'
import { plainText } from '../richtext/plain-text.ts'

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

import * as Y from 'yjs'
import { FlatText } from '#shared/comments/flat-text.ts'
import { findRange, textRangeBetween } from '#shared/comments/range.ts'
import { type TextRange, TextRangeSchema } from '#shared/comments/text-range.ts'
import { writeFragment } from '#shared/richtext/fragment.ts'
import { plainDoc } from '#shared/richtext/plain-text.ts'

export const text =
  'Ouderen blijven langer veilig thuis wonen.\n\nDe huisarts en de wijkverpleging overleggen elke week.\n\nOok in de zomer.'

export class Peer {
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

export function written(): Peer {
  const peer = new Peer(1)
  writeFragment(peer.fragment, plainDoc(text))
  return peer
}

export function sync(...peers: Peer[]): void {
  for (const from of peers) for (const to of peers) Y.applyUpdate(to.doc, from.state)
}

export function addBlock(peer: Peer, words: string, index: number): void {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  peer.fragment.insert(index, [paragraph])
}

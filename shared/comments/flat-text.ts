import * as Y from 'yjs'

/** A place in a rich text as the document knows it. */
export type Point = { type: Y.XmlText; index: number }
/** One UTF-16 unit of the text; a break between blocks has no position in the document. */
export type Character = { text: string; at: Point | null }

const lineBreak: Character = { text: '\n', at: null }

/**
 * The concatenated text of a rich text, with a mapping from positions in the document to offsets.
 */
export class FlatText {
  readonly characters: Character[] = []
  /** Where each child of a node begins, with the end of the node as the last. */
  readonly #starts = new Map<unknown, number[]>()

  constructor(fragment: Y.XmlFragment) {
    this.#addChildren(fragment)
  }

  /**
   * Offset of a position inside this text; null if the position is not (or no longer) part of it.
   */
  offsetOf({ type, index }: { type: unknown; index: number }): number | null {
    const starts = this.#starts.get(type)
    return starts?.[Math.min(index, starts.length - 1)] ?? null
  }

  /** The first and last offset of the block around an offset. */
  blockAround(offset: number): { start: number; end: number } {
    let [start, end] = [offset, offset]
    while (start > 0 && this.characters[start - 1]?.at !== null) start--
    while (end < this.characters.length && this.characters[end]?.at !== null) end++
    return { start, end }
  }

  words(from: number, to: number): string {
    return this.characters
      .slice(from, to)
      .map((character) => character.text)
      .join('')
  }

  #addChildren(parent: Y.XmlFragment): void {
    const starts: number[] = []
    for (const child of parent.toArray() as unknown[]) {
      if (child instanceof Y.XmlElement && this.characters.length > 0)
        this.characters.push(lineBreak)
      starts.push(this.characters.length)
      if (child instanceof Y.XmlText) this.#addText(child)
      else if (child instanceof Y.XmlElement) this.#addChildren(child)
    }
    this.#starts.set(parent, [...starts, this.characters.length])
  }

  #addText(text: Y.XmlText): void {
    const starts: number[] = []
    for (const part of text.toDelta() as { insert?: unknown }[]) {
      // Any other content that a client put into a text counts as one unit.
      for (const unit of typeof part.insert === 'string' ? part.insert.split('') : ['\ufffc']) {
        starts.push(this.characters.length)
        this.characters.push({ text: unit, at: { type: text, index: starts.length - 1 } })
      }
    }
    this.#starts.set(text, [...starts, this.characters.length])
  }
}

import * as Y from 'yjs'
import {
  elementOf,
  marksOf,
  readFragment,
  writeFragment,
  writeNodesInSteps,
} from '../richtext/fragment.ts'
import { nodeKey } from '../richtext/node-key.ts'
import type { RichDoc, RichNode } from '../richtext/rich-doc.ts'
import { richTextSchema } from '../richtext/rich-text-schema.ts'
import { atOnce } from '../steps.ts'
import { joined } from './compare-inline.ts'
import { compareBlocks, sideOf } from './compare-text.ts'
import type { BlockDifference, InlineDifference, Shell } from './differences.ts'

/**
 * Turns a text into `target` by editing only the words that differ, so that concurrent typing,
 * carets and comment anchors keep their place. If the text can't be compared (a client put
 * something strange there) it is replaced as a whole. Runs inside a transaction of the caller.
 */
export function editFragment(fragment: Y.XmlFragment, target: RichDoc): void {
  const { doc: now, isDamaged } = readFragment(fragment)
  if (!isDamaged) editChildren(fragment, compareBlocks(now.content ?? [], target.content ?? []))
  const result = readFragment(fragment)
  if (!result.isDamaged && nodeKey(settled(result.doc)) === nodeKey(settled(target))) return
  fragment.delete(0, fragment.length)
  writeFragment(fragment, target)
}

function editChildren(parent: Y.XmlFragment, blocks: readonly BlockDifference[]): void {
  let at = 0
  for (const block of blocks) {
    if (block.op === 'deleted') {
      if (at < parent.length) parent.delete(at, 1)
      continue
    }
    if (!('node' in block)) editElement(parent, at, block)
    else if (block.op === 'inserted') insertNode(parent, at, block.node)
    at++
  }
}

function editElement(
  parent: Y.XmlFragment,
  at: number,
  block: Extract<BlockDifference, { op: 'changed' | 'reworded' }>,
): void {
  const element: unknown = parent.get(at)
  // The current content differs from the earlier reading: the check at the end detects it.
  if (!(element instanceof Y.XmlElement)) return
  const [whole] = sideOf([block], 'new')
  if (block.old.type !== block.new.type && whole !== undefined) {
    // An element can't change its name.
    parent.delete(at, 1)
    insertNode(parent, at, whole)
    return
  }
  setAttributes(element, block.new)
  if (block.op === 'changed') editChildren(element, block.blocks)
  else editInline(element, block.inline)
}

function insertNode(parent: Y.XmlFragment, at: number, node: RichNode): void {
  const element = elementOf(node)
  parent.insert(at, [element])
  atOnce(writeNodesInSteps(element, node.content ?? []))
}

function setAttributes(element: Y.XmlElement, { attrs = {} }: Shell): void {
  const now: Record<string, unknown> = element.getAttributes()
  for (const [name, value] of Object.entries(attrs)) {
    if ((now[name] ?? null) === (value ?? null)) continue
    if (value === null || value === undefined) element.removeAttribute(name)
    else element.setAttribute(name, value as string)
  }
}

function editInline(element: Y.XmlElement, parts: readonly InlineDifference[]): void {
  const cursor = new InlineCursor(element)
  for (const part of parts) {
    if (part.op === 'marked')
      for (const node of part.new)
        cursor.pass(node, (text, at, length) =>
          text.format(at, length, { ...noMarks, ...marksOf(node) }),
        )
    else
      for (const node of part.nodes)
        (part.op === 'same' ? cursor.pass : part.op === 'deleted' ? cursor.remove : cursor.insert)(
          node,
        )
  }
}

/**
 * A place between two characters of a paragraph, which Yjs stores as texts with line breaks between
 * them.
 */
class InlineCursor {
  readonly #element: Y.XmlElement
  #child = 0
  #offset = 0

  constructor(element: Y.XmlElement) {
    this.#element = element
  }

  readonly pass = (
    node: RichNode,
    meet?: (text: Y.XmlText, at: number, length: number) => void,
  ): void => {
    if (node.type !== 'text') {
      this.#leaveText()
      this.#child++
      return
    }
    this.#inTexts(node, (text, length) => {
      meet?.(text, this.#offset, length)
      this.#offset += length
    })
  }

  readonly remove = (node: RichNode): void => {
    if (node.type === 'text')
      return this.#inTexts(node, (text, length) => text.delete(this.#offset, length))
    this.#leaveText()
    if (this.#child < this.#element.length) this.#element.delete(this.#child, 1)
  }

  readonly insert = (node: RichNode): void => {
    if (node.type !== 'text') return this.#insertBreak(node)
    const words = node.text ?? ''
    const { text, at } = this.#textHere()
    text.insert(at, words, marksOf(node))
    this.#offset = at + words.length
  }

  #inTexts(node: RichNode, meet: (text: Y.XmlText, length: number) => void): void {
    for (let left = (node.text ?? '').length; left > 0; ) {
      const text = this.#textAt(this.#child)
      if (text === null) return
      const length = Math.min(left, text.length - this.#offset)
      if (length > 0) meet(text, length)
      left -= length
      if (left > 0) this.#nextChild()
    }
  }

  /** Up to the next break. */
  #leaveText(): void {
    while (this.#textAt(this.#child) !== null) this.#nextChild()
  }

  #textHere(): { text: Y.XmlText; at: number } {
    const here = this.#textAt(this.#child)
    if (here !== null) return { text: here, at: this.#offset }
    const before = this.#child > 0 ? this.#textAt(this.#child - 1) : null
    if (before !== null) {
      this.#child--
      return { text: before, at: before.length }
    }
    const text = new Y.XmlText()
    this.#element.insert(this.#child, [text])
    return { text, at: 0 }
  }

  #insertBreak(node: RichNode): void {
    const text = this.#textAt(this.#child)
    if (text !== null && this.#offset > 0) {
      const rest = text.length - this.#offset
      if (rest > 0) this.#splitAfter(text, rest)
      this.#nextChild()
    }
    insertNode(this.#element, this.#child, node)
    this.#nextChild()
  }

  #splitAfter(text: Y.XmlText, rest: number): void {
    const tail = new Y.XmlText()
    this.#element.insert(this.#child + 1, [tail])
    tail.applyDelta(deltaFrom(text, this.#offset))
    text.delete(this.#offset, rest)
  }

  #nextChild(): void {
    this.#child++
    this.#offset = 0
  }

  #textAt(index: number): Y.XmlText | null {
    const child: unknown = index < this.#element.length ? this.#element.get(index) : null
    return child instanceof Y.XmlText ? child : null
  }
}

function deltaFrom(
  text: Y.XmlText,
  offset: number,
): { insert: string; attributes?: Record<string, unknown> }[] {
  let left = offset
  return (text.toDelta() as { insert: string; attributes?: Record<string, unknown> }[]).flatMap(
    (part) => {
      const skipped = Math.min(left, part.insert.length)
      left -= skipped
      return skipped === part.insert.length ? [] : [{ ...part, insert: part.insert.slice(skipped) }]
    },
  )
}

const noMarks: Readonly<Record<string, null>> = Object.fromEntries(
  Object.keys(richTextSchema.marks).map((name) => [name, null]),
)

/** Independent of how the words are divided over nodes. */
function settled(node: RichNode): RichNode {
  return node.content === undefined ? node : { ...node, content: joined(node.content.map(settled)) }
}

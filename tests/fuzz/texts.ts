import * as Y from 'yjs'
import { fieldIdsOf, tablesOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import { fieldFragment, rowCells, tableRows } from '#shared/plan/layout.ts'

/**
 * Typed text consists of tokens, each used once, so that a lost or doubled token is visible. The check digit at the end keeps
 * the remains of two cut tokens from forming a third.
 */
const tokenPattern = /<(\d+)\.(\d+)\.([0-9a-z]+)>/g

export function tokenOf(peer: number, count: number): string {
  return `<${peer}.${count}.${check(peer, count)}>`
}

function check(peer: number, count: number): string {
  return ((peer * 7919 + count * 104_729) % 9973).toString(36)
}

export function tokensIn(text: string): string[] {
  return [...text.matchAll(tokenPattern)].flatMap(([token, peer, count, digits]) =>
    check(Number(peer), Number(count)) === digits ? [token] : [],
  )
}

/** The positions of a text that are in no token. */
export function boundaries(text: string): number[] {
  const positions = new Set(Array.from({ length: text.length + 1 }, (_, i) => i))
  for (const match of text.matchAll(tokenPattern))
    for (let i = 1; i < match[0].length; i++) positions.delete(match.index + i)
  return [...positions]
}

/** The tokens that a change of this range breaks; an insertion (`from` = `to`) breaks the token around it. */
export function tokensAt(text: string, from: number, to: number): string[] {
  return [...text.matchAll(tokenPattern)].flatMap((match) => {
    const end = match.index + match[0].length
    return from === to
      ? match.index < from && from < end
        ? [match[0]]
        : []
      : match.index < to && from < end
        ? [match[0]]
        : []
  })
}

export function plainText(node: unknown): string {
  if (node instanceof Y.XmlText)
    return (node.toDelta() as { insert?: unknown }[])
      .map((part) => (typeof part.insert === 'string' ? part.insert : '\ufffc'))
      .join('')
  if (node instanceof Y.XmlFragment) return node.toArray().map(plainText).join('\n')
  return ''
}

/** Row ids of a table in an order that does not depend on the history of the document. */
export function rowIds(doc: Y.Doc, tableId: string): string[] {
  return [...tableRows(doc, tableId).keys()].sort()
}

/** Every rich text of a plan, also those of removed rows. */
export function fragmentsOf(doc: Y.Doc, format: Format): Y.XmlFragment[] {
  const fragments = fieldIdsOf(format).map((id) => fieldFragment(doc, id))
  for (const table of tablesOf(format)) {
    const columns = table.columns.filter((column) => column.kind === 'richText')
    if (columns.length === 0) continue
    for (const id of rowIds(doc, table.id)) {
      for (const column of columns) {
        const cell = rowCells(doc, table.id, id)?.get(column.id)
        if (cell instanceof Y.XmlFragment) fragments.push(cell)
      }
    }
  }
  return fragments
}

export function allTokens(doc: Y.Doc, format: Format): Map<string, number> {
  const counts = new Map<string, number>()
  for (const fragment of fragmentsOf(doc, format))
    for (const token of tokensIn(plainText(fragment)))
      counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}

/** All text nodes under a node, in order. */
export function textsUnder(node: Y.XmlFragment): Y.XmlText[] {
  return node
    .toArray()
    .flatMap((child): Y.XmlText[] =>
      child instanceof Y.XmlText
        ? [child]
        : child instanceof Y.XmlFragment
          ? textsUnder(child)
          : [],
    )
}

/** The ids of the elements around a node, from the inside out. */
export function ancestors(node: Y.XmlElement | Y.XmlText): string[] {
  const ids: string[] = []
  for (let item = node._item; item !== null; item = (item.parent as Y.XmlFragment)._item)
    ids.push(`${item.id.client}:${item.id.clock}`)
  return ids
}

/** The ids of all elements of a plan. */
export function elementsOf(doc: Y.Doc, format: Format): Set<string> {
  const ids = new Set<string>()
  const visit = (node: Y.XmlFragment) => {
    for (const child of node.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue
      for (const id of ancestors(child)) ids.add(id)
      visit(child)
    }
  }
  for (const fragment of fragmentsOf(doc, format)) {
    for (const id of ancestors(fragment as Y.XmlElement)) ids.add(id)
    visit(fragment)
  }
  return ids
}

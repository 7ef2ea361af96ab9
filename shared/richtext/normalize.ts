import { atOnce, type Steps } from '../steps.ts'
import { isSafeLink } from './extensions.ts'
import { readPictureAttrs } from './picture-attrs.ts'
import { plainDoc, plainText } from './plain-text.ts'
import {
  type NodeType,
  nodeTypeOf,
  type RichDoc,
  type RichMark,
  type RichNode,
} from './rich-doc.ts'
import { richTextSchema } from './rich-text-schema.ts'

/**
 * Deeper than any text a user writes; a client can nest further to overflow the stack of a reader.
 */
const maxDepth = 24
/** Work units for one node. */
const nodeUnits = 2

type Group = 'block' | 'inline' | 'item' | 'row' | 'cell'

/**
 * The group of each node and its allowed children: the schema in a form that drops content instead
 * of throwing.
 */
const grammar: Record<Exclude<NodeType, 'doc'>, { group: Group; content: Group | null }> = {
  paragraph: { group: 'block', content: 'inline' },
  heading: { group: 'block', content: 'inline' },
  blockquote: { group: 'block', content: 'block' },
  bulletList: { group: 'block', content: 'item' },
  orderedList: { group: 'block', content: 'item' },
  listItem: { group: 'item', content: 'block' },
  horizontalRule: { group: 'block', content: null },
  picture: { group: 'block', content: null },
  table: { group: 'block', content: 'row' },
  tableRow: { group: 'row', content: 'cell' },
  tableCell: { group: 'cell', content: 'block' },
  tableHeader: { group: 'cell', content: 'block' },
  hardBreak: { group: 'inline', content: null },
  text: { group: 'inline', content: null },
}

export type Normalized = {
  doc: RichDoc
  /** Something was not readable and was left out. */
  isDamaged: boolean
}

/**
 * Turns any input into a document that is valid in our schema: unknown content is left out and
 * reported, never thrown.
 */
export function normalizeRichDoc(raw: unknown): Normalized {
  return atOnce(normalizeInSteps(raw))
}

/** The same, a node at a time; the completeness of a block is checked in one step. */
export function* normalizeInSteps(raw: unknown): Steps<Normalized> {
  const state = { isDamaged: false }
  const root = isObject(raw) ? raw : {}
  if (!isObject(raw) || raw['type'] !== 'doc') state.isDamaged = true
  const content: RichNode[] = []
  for (const block of yield* children(root['content'], 'block', 0, state)) {
    if (isWhole(block)) content.push(block)
    else {
      state.isDamaged = true
      for (const paragraph of plainDoc(plainText(block)).content ?? []) content.push(paragraph)
    }
    yield nodeUnits
  }
  return { doc: { type: 'doc', content }, isDamaged: state.isDamaged }
}

function isWhole(block: RichNode): boolean {
  try {
    richTextSchema.nodeFromJSON(block).check()
    return true
  } catch {
    return false
  }
}

type NormalizingState = { isDamaged: boolean }

function* children(
  raw: unknown,
  group: Group,
  depth: number,
  state: NormalizingState,
): Steps<RichNode[]> {
  if (raw === undefined || raw === null) return []
  if (!Array.isArray(raw) || depth > maxDepth) {
    state.isDamaged = true
    return []
  }
  const nodes: RichNode[] = []
  for (const child of raw) {
    const node = yield* readNode(child, group, depth, state)
    if (node === null) state.isDamaged = true
    else nodes.push(node)
  }
  return nodes
}

function* readNode(
  raw: unknown,
  group: Group,
  depth: number,
  state: NormalizingState,
): Steps<RichNode | null> {
  yield nodeUnits
  if (!isObject(raw)) return null
  const type = nodeTypeOf({ type: String(raw['type']) })
  if (type === 'unknown' || type === 'doc') return null
  const rule = grammar[type]
  if (rule.group !== group) return null
  if (type === 'text') {
    const text = raw['text']
    if (typeof text !== 'string' || text === '') return null
    const marks = readMarks(raw['marks'], state)
    return marks.length > 0 ? { type, marks, text } : { type, text }
  }
  if (type === 'picture') {
    const attrs = readPictureAttrs(isObject(raw['attrs']) ? raw['attrs'] : {})
    return attrs === null ? null : { type, attrs }
  }
  const node: RichNode = { type }
  const attrs = readAttrs(type, raw['attrs'])
  if (attrs !== null) node.attrs = attrs
  if (rule.content !== null) {
    const content = yield* children(raw['content'], rule.content, depth + 1, state)
    if (content.length > 0) node.content = content
  }
  return node
}

function readAttrs(type: string, raw: unknown): Record<string, unknown> | null {
  const attrs = isObject(raw) ? raw : {}
  const integer = (key: string, min: number, max: number, fallback: number) => {
    const value = Number(attrs[key])
    return Number.isInteger(value) && value >= min && value <= max ? value : fallback
  }
  if (type === 'heading') return { level: integer('level', 1, 3, 3) }
  if (type === 'orderedList') return { start: integer('start', 0, 9999, 1), type: null }
  if (type === 'tableCell' || type === 'tableHeader')
    return {
      colspan: integer('colspan', 1, 40, 1),
      rowspan: integer('rowspan', 1, 400, 1),
      colwidth: null,
      align: null,
    }
  return null
}

const plainMarks = ['bold', 'italic', 'strike', 'underline', 'code'] as const

function readMarks(raw: unknown, state: NormalizingState): RichMark[] {
  if (!Array.isArray(raw)) return []
  const found = new Map<string, RichMark>()
  for (const mark of raw) {
    if (!isObject(mark) || typeof mark['type'] !== 'string') {
      state.isDamaged = true
      continue
    }
    const type = mark['type']
    if ((plainMarks as readonly string[]).includes(type)) found.set(type, { type })
    else if (type === 'link' && isObject(mark['attrs']) && isSafeLink(mark['attrs']['href']))
      found.set(type, { type, attrs: { href: mark['attrs']['href'].trim() } })
    else state.isDamaged = true
  }
  // `code` excludes every other mark in the schema.
  const code = found.get('code')
  if (code !== undefined) return [code]
  return ['link', ...plainMarks].flatMap((type) => found.get(type) ?? [])
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { diffArrays } from 'diff'
import { marksKey } from '../richtext/node-key.ts'
import type { RichNode } from '../richtext/rich-doc.ts'
import type { InlineDifference, Op } from './differences.ts'

/** A word, a stretch of blanks, a mark of punctuation, or a line break. */
type Token = { key: string; node: RichNode }
type Step = { op: Op; old: Token; new: Token }

/**
 * Two texts that share less than this are shown as one deletion and one insertion; an exact diff
 * would take seconds.
 */
const maxEdits = 400
/** Texts longer than this too. */
const maxLetters = 65_536
const words = /[\p{L}\p{M}]+|\p{N}+(?:[.,]\p{N}+)*|\s+|[^\p{L}\p{M}\p{N}\s]/gu

/** The word changes of a paragraph. In one place, deletions come before insertions. */
export function compareInline(
  old: readonly RichNode[],
  changed: readonly RichNode[],
): InlineDifference[] {
  if (lettersIn(old) > maxLetters || lettersIn(changed) > maxLetters)
    return [
      { op: 'deleted' as const, nodes: [...old] },
      { op: 'inserted' as const, nodes: [...changed] },
    ].filter(({ nodes }) => nodes.length > 0)
  return partsOf(withoutLoneBlanks(stepsOf(old.flatMap(tokensOf), changed.flatMap(tokensOf))))
}

/** A line break counts as one. */
function lettersIn(nodes: readonly RichNode[]): number {
  return nodes.reduce((sum, { text = ' ' }) => sum + text.length, 0)
}

/** The same for texts without marks. */
export function compareWords(old: string, changed: string): { op: Op; text: string }[] {
  const nodes = (text: string): RichNode[] => (text === '' ? [] : [{ type: 'text', text }])
  return compareInline(nodes(old), nodes(changed)).flatMap((part) =>
    part.op === 'marked'
      ? []
      : [{ op: part.op, text: part.nodes.map((node) => node.text ?? '').join('') }],
  )
}

function tokensOf(node: RichNode): Token[] {
  if (node.type !== 'text') return [{ key: `\u0000${node.type}`, node }]
  return (node.text?.match(words) ?? []).map((text) => ({ key: text, node: { ...node, text } }))
}

function stepsOf(old: Token[], changed: Token[]): Step[] {
  const chunks = diffArrays(old, changed, {
    comparator: (a, b) => a.key === b.key,
    maxEditLength: maxEdits,
  })
  const gone = (token: Token): Step => ({ op: 'deleted', old: token, new: token })
  const come = (token: Token): Step => ({ op: 'inserted', old: token, new: token })
  if (chunks === undefined) return [...old.map(gone), ...changed.map(come)]
  // A common chunk holds the tokens of one side only; marks may differ on the other.
  let [atOld, atNew] = [0, 0]
  return chunks.flatMap((chunk) => {
    const from = old.slice(atOld, atOld + (chunk.added ? 0 : chunk.count))
    const to = changed.slice(atNew, atNew + (chunk.removed ? 0 : chunk.count))
    atOld += from.length
    atNew += to.length
    if (chunk.removed) return from.map(gone)
    return chunk.added
      ? to.map(come)
      : to.map((token, index): Step => ({ op: 'same', old: from[index] ?? token, new: token }))
  })
}

/**
 * "~~een~~ **twee** ~~drie~~ **vier**" reads better as "~~een drie~~ **twee vier**": spaces between
 * changed words count as changed.
 */
function withoutLoneBlanks(steps: readonly Step[]): Step[] {
  const isChange = (step: Step | undefined) => step !== undefined && step.op !== 'same'
  return steps.flatMap((step, index) => {
    if (
      step.op !== 'same' ||
      !/^\s+$/.test(step.new.key) ||
      !isChange(steps[index - 1]) ||
      !isChange(steps[index + 1])
    )
      return [step]
    return [
      { ...step, op: 'deleted' as const },
      { ...step, op: 'inserted' as const },
    ]
  })
}

function partsOf(steps: readonly Step[]): InlineDifference[] {
  const parts: InlineDifference[] = []
  const add = (part: InlineDifference) => {
    const last = parts.at(-1)
    if (
      last?.op === 'marked' &&
      part.op === 'marked' &&
      sameMarks(last.old.at(-1), part.old[0]) &&
      sameMarks(last.new.at(-1), part.new[0])
    ) {
      append(last.old, part.old)
      append(last.new, part.new)
    } else if (
      last !== undefined &&
      last.op !== 'marked' &&
      part.op !== 'marked' &&
      last.op === part.op
    )
      append(last.nodes, part.nodes)
    else parts.push(part)
  }
  for (let at = 0; at < steps.length; ) {
    const step = steps[at]
    if (step?.op === 'same') {
      add(
        sameMarks(step.old.node, step.new.node)
          ? { op: 'same', nodes: [step.new.node] }
          : { op: 'marked', old: [step.old.node], new: [step.new.node] },
      )
      at++
      continue
    }
    let end = at
    while (end < steps.length && steps[end]?.op !== 'same') end++
    const run = steps.slice(at, end)
    for (const op of ['deleted', 'inserted'] as const)
      for (const changed of run)
        if (changed.op === op)
          add({ op, nodes: [op === 'deleted' ? changed.old.node : changed.new.node] })
    at = end
  }
  return parts
}

/** Merges adjacent parts with the same kind and marks. */
export function joined(nodes: readonly RichNode[]): RichNode[] {
  const result: RichNode[] = []
  append(result, nodes)
  return result
}

function append(result: RichNode[], nodes: readonly RichNode[]): void {
  for (const node of nodes) {
    const last = result.at(-1)
    if (last?.type === 'text' && node.type === 'text' && sameMarks(last, node))
      result[result.length - 1] = { ...last, text: (last.text ?? '') + (node.text ?? '') }
    else result.push(node)
  }
}

function sameMarks(a: RichNode | undefined, b: RichNode | undefined): boolean {
  return marksKey(a?.marks) === marksKey(b?.marks)
}

import { picturesIn } from '../richtext/pictures-in.ts'
import { plainText } from '../richtext/plain-text.ts'
import type { RichNode } from '../richtext/rich-doc.ts'
import { atOnce, type Steps } from '../steps.ts'
import { alignCells, alignNodes, type Pair } from './align.ts'
import { compareInline, joined } from './compare-inline.ts'
import type {
  BlockDifference,
  ContentDifference,
  InlineDifference,
  Op,
  Shell,
} from './differences.ts'

export type Side = 'old' | 'new'

type TextDifference = Extract<ContentDifference, { kind: 'text' }>

/** The differences of a text, found a block at a time; null if it is unchanged. */
export function* compareTexts(old: RichNode, changed: RichNode): Steps<TextDifference | null> {
  const blocks = yield* compareBlocksInSteps(old.content ?? [], changed.content ?? [])
  if (blocks.every(({ op }) => op === 'same')) return null
  return { kind: 'text', blocks, isLayoutOnly: readsTheSame(old, changed) }
}

function readsTheSame(old: RichNode, changed: RichNode): boolean {
  return (
    plainText(old) === plainText(changed) &&
    [...picturesIn(old)].join() === [...picturesIn(changed)].join()
  )
}

export function compareBlocks(
  old: readonly RichNode[],
  changed: readonly RichNode[],
): BlockDifference[] {
  return atOnce(compareBlocksInSteps(old, changed))
}

function* compareBlocksInSteps(
  old: readonly RichNode[],
  changed: readonly RichNode[],
): Steps<BlockDifference[]> {
  return yield* differencesOf(yield* alignNodes(old, changed))
}

function* differencesOf(pairs: readonly Pair[]): Steps<BlockDifference[]> {
  const blocks: BlockDifference[] = []
  for (const pair of pairs) blocks.push(yield* differenceOf(pair))
  return blocks
}

/** Work units for comparing the words of a block, per part of it. */
const inlineUnits = 1_000

function* differenceOf({ old, new: changed, isSame }: Pair): Steps<BlockDifference> {
  if (old === null || changed === null)
    return old === null
      ? { op: 'inserted', node: changed as RichNode }
      : { op: 'deleted', node: old }
  if (isSame) return { op: 'same', node: changed }
  const shells = { old: shellOf(old), new: shellOf(changed) }
  const [before, after] = [old.content ?? [], changed.content ?? []]
  if (isTextBlock(old)) {
    yield inlineUnits
    return { op: 'reworded', ...shells, inline: compareInline(before, after) }
  }
  const pairs =
    old.type === 'tableRow' ? alignCells(before, after) : yield* alignNodes(before, after)
  return { op: 'changed', ...shells, blocks: yield* differencesOf(pairs) }
}

/** One side of the comparison: the old or the new text. */
export function sideOf(blocks: readonly BlockDifference[], side: Side): RichNode[] {
  return blocks.flatMap((block) => {
    if ('node' in block) return isOn(block.op, side) ? [block.node] : []
    return [
      filled(
        block[side],
        block.op === 'changed' ? sideOf(block.blocks, side) : inlineSideOf(block.inline, side),
      ),
    ]
  })
}

/** True if a part with this mark belongs to the side. */
export function isOn(op: Op, side: Side): boolean {
  return op === 'same' || (op === 'inserted') === (side === 'new')
}

function inlineSideOf(inline: readonly InlineDifference[], side: Side): RichNode[] {
  return joined(
    inline.flatMap((part) => {
      if (part.op === 'marked') return part[side]
      return isOn(part.op, side) ? part.nodes : []
    }),
  )
}

function isTextBlock(node: Shell): boolean {
  return node.type === 'paragraph' || node.type === 'heading'
}

function shellOf({ type, attrs }: RichNode): Shell {
  return attrs === undefined ? { type } : { type, attrs }
}

function filled(shell: Shell, content: RichNode[]): RichNode {
  return content.length === 0 ? { ...shell } : { ...shell, content }
}

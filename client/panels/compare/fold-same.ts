import type { BlockDifference } from '#shared/compare/differences.ts'

export type Folded = { kind: 'block'; block: BlockDifference } | { kind: 'gap'; count: number }

/** Fewer paragraphs take less room than the line that reports their omission. */
const leastFolded = 2

/** Leaves out unchanged paragraphs, except the one before and after each change, which give context. */
export function foldSame(blocks: readonly BlockDifference[]): Folded[] {
  const isNear = (index: number) =>
    [index - 1, index, index + 1].some((at) => blocks[at] !== undefined && blocks[at].op !== 'same')
  const folded: Folded[] = []
  for (let at = 0; at < blocks.length; ) {
    let end = at
    while (end < blocks.length && !isNear(end)) end++
    const count = end - at
    if (count >= leastFolded) folded.push({ kind: 'gap', count })
    else for (const block of blocks.slice(at, end)) folded.push({ kind: 'block', block })
    const next = blocks[end]
    if (next !== undefined) folded.push({ kind: 'block', block: next })
    at = end + 1
  }
  return folded
}

import { expect, it } from 'vitest'
import type { BlockDifference, Op } from '#shared/compare/differences.ts'
import { foldSame } from './fold-same.ts'

const blocks = (ops: string): BlockDifference[] =>
  [...ops].map((letter, i) => ({
    op: ({ s: 'same', i: 'inserted', d: 'deleted' } as Record<string, Op>)[letter] ?? 'same',
    node: { type: 'paragraph', text: `${i}` },
  }))
const folded = (ops: string) =>
  foldSame(blocks(ops))
    .map((part) => (part.kind === 'gap' ? `(${part.count})` : part.block.op.charAt(0)))
    .join('')

it('leaves out what is far from any change', () => {
  expect(folded('sssissss')).toBe('(2)sis(3)')
  expect(folded('issd')).toBe('issd')
  expect(folded('isssd')).toBe('isssd')
  expect(folded('isssssd')).toBe('is(3)sd')
  expect(folded('')).toBe('')
})

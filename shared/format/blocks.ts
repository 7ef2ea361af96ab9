import { z } from 'zod'
import type { BlockContent } from './kinds/block-kind.ts'
import { checklistBlock } from './kinds/blocks/checklist.ts'
import { choiceBlock } from './kinds/blocks/choice.ts'
import { dateBlock } from './kinds/blocks/date.ts'
import { lineBlock } from './kinds/blocks/line.ts'
import { moneyBlock } from './kinds/blocks/money.ts'
import { numberBlock } from './kinds/blocks/number.ts'
import { questionnaireBlock } from './kinds/blocks/questionnaire.ts'
import { richTextBlock } from './kinds/blocks/rich-text.ts'
import { tableBlock } from './kinds/blocks/table.ts'

/** Every kind of block, by the name that a format gives it. */
const blockKinds = {
  richText: richTextBlock,
  line: lineBlock,
  date: dateBlock,
  number: numberBlock,
  money: moneyBlock,
  choice: choiceBlock,
  checklist: checklistBlock,
  questionnaire: questionnaireBlock,
  table: tableBlock,
} as const

export const BlockSchema = z.discriminatedUnion('kind', [
  richTextBlock.schema,
  lineBlock.schema,
  dateBlock.schema,
  numberBlock.schema,
  moneyBlock.schema,
  choiceBlock.schema,
  checklistBlock.schema,
  questionnaireBlock.schema,
  tableBlock.schema,
])
export type Block = z.infer<typeof BlockSchema>
export type BlockKind = Block['kind']
export type BlockOf<Kind extends BlockKind> = Extract<Block, { kind: Kind }>

/** One handler per kind of block: a consumer that lacks a kind does not compile. */
export type ByBlockKind<Answer, Rest extends readonly unknown[] = []> = {
  readonly [Kind in BlockKind]: (block: BlockOf<Kind>, ...rest: Rest) => Answer
}

/** Calls the handler of the block's own kind. */
export function byBlockKind<Answer, Rest extends readonly unknown[]>(
  handlers: ByBlockKind<Answer, Rest>,
  block: Block,
  ...rest: Rest
): Answer {
  // The record pairs each kind with its own block, which the compiler can't see through a union.
  const handler = handlers[block.kind] as (block: Block, ...rest: Rest) => Answer
  return handler(block, ...rest)
}

/** The content of a block in the plan document. */
export function contentOfBlock(block: Block, label: string): BlockContent {
  const { holds } = blockKinds[block.kind] as { holds(block: Block, label: string): BlockContent }
  return holds(block, label)
}

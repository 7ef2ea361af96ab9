import { comparePlans } from '#shared/compare/compare-plans.ts'
import type {
  BlockDifference,
  ContentDifference,
  Difference,
  InlineDifference,
  RowDifference,
} from '#shared/compare/differences.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { plainText } from '#shared/richtext/plain-text.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import {
  cleanText,
  type DocumentBlock,
  heading,
  label,
  paragraph,
  type Run,
  textRuns,
  withColon,
} from './document-tree.ts'

export type ChangesSince = {
  /** `versie 1 (Overleg 13 januari)` */
  name: string
  content: PlanContent
}

/**
 * The differences from an earlier version, as a last chapter: for readers who agreed to that
 * version and now receive another. Each change is named in words as well as styled, so that it is
 * readable in black and white and by a screen reader (WCAG 1.4.1). Rejects a version of another
 * form (`formats-differ`).
 */
export function changesChapter(
  { name, content: old }: ChangesSince,
  content: PlanContent,
  format: Format,
): DocumentBlock[] {
  const { sections, summary } = comparePlans(old, content, printed(format))
  return [
    heading(1, `Wijzigingen sinds ${name}`),
    paragraph(`${summary.text}.`),
    ...sections.flatMap((section) => [
      heading(2, section.title),
      ...section.differences.flatMap((difference) => differenceBlocks(difference, section.title)),
      ...section.totals.map(({ label: what, oldWords, newWords }) =>
        changedLine(what, oldWords, newWords),
      ),
    ]),
  ]
}

/** Data kept beside the form is not in the document, so its changes are left out too. */
function printed(format: Format): Format {
  const form = formOf(format)
  const sections = form.sections.map((section) => ({
    ...section,
    blocks: section.blocks.filter((block) => block.isInternal !== true),
  }))
  return { ...form, sections }
}

function differenceBlocks(difference: Difference, under: string): DocumentBlock[] {
  if (difference.kind === 'row') return rowBlocks(difference)
  return named(difference.label, difference.content, { isNamed: difference.label === under })
}

/**
 * A changed value on one line; a changed text below its name, unless the heading directly above
 * names it.
 */
function named(
  what: string,
  content: ContentDifference,
  { isNamed = false } = {},
): DocumentBlock[] {
  if (content.kind === 'plain') return [changedLine(what, content.oldWords, content.newWords)]
  return [...(isNamed ? [] : [label(what)]), ...contentBlocks(content)]
}

const rowChanges = { added: 'nieuw', removed: 'verwijderd', kept: '' } as const

function rowBlocks({ label: what, change, isMoved, cells }: RowDifference): DocumentBlock[] {
  const told = [rowChanges[change], isMoved ? 'verplaatst' : '']
    .filter((word) => word !== '')
    .join(', ')
  return [
    label(told === '' ? what : `${what} (${told})`),
    ...cells.flatMap((cell) => named(cell.label, cell.content)),
  ]
}

function changedLine(what: string, oldWords: string, newWords: string): DocumentBlock {
  const name: Run = { text: `${withColon(cleanText(what))} `, bold: true }
  return {
    kind: 'paragraph',
    role: 'body',
    runs: [
      name,
      ...marked('deleted', textRuns(oldWords)),
      ...marked('inserted', textRuns(newWords)),
    ],
  }
}

function contentBlocks(content: Extract<ContentDifference, { kind: 'text' }>): DocumentBlock[] {
  return content.isLayoutOnly
    ? [paragraph('Alleen de opmaak is gewijzigd.')]
    : content.blocks.flatMap(blockLines)
}

/** Changed paragraphs only; unchanged text is in the plan itself. */
function blockLines(block: BlockDifference): DocumentBlock[] {
  switch (block.op) {
    case 'same':
      return []
    case 'inserted':
      return linesOf(block.node).map((runs) => body(marked('inserted', runs)))
    case 'deleted':
      return linesOf(block.node).map((runs) => body(marked('deleted', runs)))
    case 'changed':
      return block.blocks.flatMap(blockLines)
    case 'reworded':
      return [body(block.inline.flatMap(inlineRuns))]
  }
}

function inlineRuns(difference: InlineDifference): Run[] {
  if (difference.op === 'marked') return difference.new.flatMap(wordsOf)
  const runs = difference.nodes.flatMap(wordsOf)
  return difference.op === 'same' ? runs : marked(difference.op, runs)
}

const words = { deleted: 'verwijderd', inserted: 'nieuw' } as const

function marked(op: 'deleted' | 'inserted', runs: readonly Run[]): Run[] {
  if (runs.length === 0) return []
  // "december. [nieuw: Daarna …]" and not "december.[nieuw:  Daarna …]".
  const [first, ...rest] = runs
  const spaced = first === undefined || !/^\s/.test(first.text) ? '' : ' '
  const shown = first === undefined ? runs : [{ ...first, text: first.text.trimStart() }, ...rest]
  const style = op === 'deleted' ? { strike: true as const } : { bold: true as const }
  return [
    { text: `${spaced}[${words[op]}: ` },
    ...shown.map((run) => ({ ...run, ...style })),
    { text: '] ' },
  ]
}

const body = (runs: Run[]): DocumentBlock => ({ kind: 'paragraph', role: 'body', runs })

/** The paragraphs within a node, however deep. */
function linesOf(node: RichNode): Run[][] {
  if (node.type === 'picture') return [textRuns(plainText(node))].filter((runs) => runs.length > 0)
  const children = node.content ?? []
  const isLine =
    children.length === 0 ||
    children.some((child) => child.type === 'text' || child.type === 'hardBreak')
  return isLine
    ? [children.flatMap(wordsOf)].filter((runs) => runs.length > 0)
    : children.flatMap(linesOf)
}

function wordsOf(node: RichNode): Run[] {
  if (node.type === 'hardBreak') return [{ text: '\n' }]
  return textRuns(node.text ?? '')
}

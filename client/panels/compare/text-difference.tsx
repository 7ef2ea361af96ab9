import type { ReactNode } from 'react'
import * as panelText from '#client/text/panels.ts'
import { isOn, type Side } from '#shared/compare/compare-text.ts'
import type { BlockDifference, InlineDifference, Op } from '#shared/compare/differences.ts'
import type { RichNode } from '#shared/richtext/rich-doc.ts'
import { Deleted, Inserted, Restyled } from './change-mark.tsx'
import { foldSame } from './fold-same.ts'
import { Frame, RichNodes, RichNodeView } from './rich-node.tsx'
import './text-difference.css'

/** Both sides in one text, or one side. */
export type Showing = 'both' | Side

/** A text with its changes, with long unchanged stretches folded. */
export function TextDifference({
  blocks,
  showing,
}: {
  blocks: readonly BlockDifference[]
  showing: Showing
}) {
  const shown = blocks.filter((block) => !('node' in block) || isShown(block.op, showing))
  return (
    <div className="diff-text">
      {foldSame(shown).map((part, index) =>
        part.kind === 'gap' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity and are drawn once
          <p key={index} className="diff-gap">
            {panelText.sameParagraphs(part.count)}
          </p>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Block key={index} block={part.block} showing={showing} />
        ),
      )}
    </div>
  )
}

function isShown(op: Op, showing: Showing): boolean {
  return showing === 'both' || isOn(op, showing)
}

function Block({ block, showing }: { block: BlockDifference; showing: Showing }): ReactNode {
  if ('node' in block) {
    if (!isShown(block.op, showing)) return null
    const { op, node } = block
    return (
      <RichNodeView
        node={node}
        wrap={(inside) =>
          op === 'same' ? (
            inside
          ) : op === 'inserted' ? (
            <Inserted isBlock>{inside}</Inserted>
          ) : (
            <Deleted isBlock>{inside}</Deleted>
          )
        }
      />
    )
  }
  const shell = showing === 'old' ? block.old : block.new
  const isRestyled =
    block.old.type !== block.new.type ||
    JSON.stringify(block.old.attrs ?? {}) !== JSON.stringify(block.new.attrs ?? {})
  const inside =
    block.op === 'reworded' ? (
      <Inline parts={block.inline} showing={showing} />
    ) : (
      block.blocks.map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity and are drawn once
        <Block key={index} block={child} showing={showing} />
      ))
    )
  if (!isRestyled || block.op !== 'reworded') return <Frame shell={shell}>{inside}</Frame>
  return (
    <Frame shell={shell}>
      <Restyled>{inside}</Restyled>
    </Frame>
  )
}

function Inline({ parts, showing }: { parts: readonly InlineDifference[]; showing: Showing }) {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity and are drawn once
    <InlinePart key={index} part={part} showing={showing} />
  ))
}

function InlinePart({ part, showing }: { part: InlineDifference; showing: Showing }): ReactNode {
  if (part.op === 'marked') {
    return (
      <Restyled>
        <RichNodes nodes={showing === 'old' ? part.old : part.new} />
      </Restyled>
    )
  }
  if (!isShown(part.op, showing)) return null
  if (part.op === 'same') return <RichNodes nodes={part.nodes} />
  const Mark = part.op === 'inserted' ? Inserted : Deleted
  return (
    <Mark>
      <RichNodes nodes={withVisibleBreaks(part.nodes, part.op)} />
    </Mark>
  )
}

/** An inserted or deleted line break gets a visible sign; a deleted one no longer breaks the line. */
function withVisibleBreaks(nodes: readonly RichNode[], op: Op): RichNode[] {
  return nodes.flatMap((node) =>
    node.type === 'hardBreak'
      ? [{ type: 'text', text: '↵' }, ...(op === 'inserted' ? [node] : [])]
      : [node],
  )
}

import { Fragment } from 'react'
import * as panelText from '#client/text/panels.ts'
import { compareWords } from '#shared/compare/compare-inline.ts'
import { isOn, type Side } from '#shared/compare/compare-text.ts'
import type { ContentDifference, Op } from '#shared/compare/differences.ts'
import { Deleted, Inserted } from './change-mark.tsx'
import { type Showing, TextDifference } from './text-difference.tsx'
import './content-difference.css'

export type CompareMode = 'inline' | 'sides'
export type SideNames = Record<Side, string>

/** The change of one value or text, inline or side by side. */
export function ContentDifferenceView({
  content,
  mode,
  sides,
}: {
  content: ContentDifference
  mode: CompareMode
  sides: SideNames
}) {
  if (mode === 'inline') return <One content={content} showing="both" />
  return (
    <div className="diff-sides">
      {(['old', 'new'] as const).map((side) => (
        <div key={side} className="diff-side">
          <p className="diff-side__name">{sides[side]}</p>
          {isEmpty(content, side) ? (
            <p className="muted">{panelText.empty}</p>
          ) : (
            <One content={content} showing={side} />
          )}
        </div>
      ))}
    </div>
  )
}

function isEmpty(content: ContentDifference, side: Side): boolean {
  if (content.kind === 'plain') return content[`${side}Words`] === ''
  return content.blocks.every(
    (block) => 'node' in block && block.op === (side === 'old' ? 'inserted' : 'deleted'),
  )
}

function One({ content, showing }: { content: ContentDifference; showing: Showing }) {
  if (content.kind === 'text') return <TextDifference blocks={content.blocks} showing={showing} />
  return (
    <p className="diff-value">
      <Plain {...content} showing={showing} />
    </p>
  )
}

/** A date or an amount is replaced as a whole; a text that mostly stayed is compared word by word. */
const leastShared = 0.4

function partsOf(oldWords: string, newWords: string): { op: Op; text: string }[] {
  const parts = compareWords(oldWords, newWords)
  const count = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  const shared = parts.reduce((sum, { op, text }) => sum + (op === 'same' ? count(text) : 0), 0)
  if (shared >= leastShared * Math.max(count(oldWords), count(newWords), 1)) return parts
  return [
    { op: 'deleted', text: oldWords },
    { op: 'same', text: ' ' },
    { op: 'inserted', text: newWords },
  ]
}

function Plain({
  oldWords,
  newWords,
  showing,
}: {
  oldWords: string
  newWords: string
  showing: Showing
}) {
  const shown = partsOf(oldWords, newWords).filter(
    ({ op, text }) => text !== '' && (showing === 'both' || isOn(op, showing)),
  )
  return shown.map(({ op, text }, index) => {
    const Mark = op === 'same' ? Fragment : op === 'inserted' ? Inserted : Deleted
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity and are drawn once
    return <Mark key={index}>{text}</Mark>
  })
}

import { compareWords } from '#shared/compare/compare-inline.ts'
import type { Side } from '#shared/compare/compare-text.ts'
import type { ContentDifference } from '#shared/compare/differences.ts'
import { Deleted, Inserted } from './change-mark.tsx'
import { type Showing, TextDifference } from './text-difference.tsx'

export type CompareMode = 'inline' | 'sides'
export type SideNames = Record<Side, string>

/** What became of one value or text: in one, or side by side. */
export function ContentDifferenceView({ content, mode, sides }: { content: ContentDifference; mode: CompareMode; sides: SideNames }) {
  if (mode === 'inline') return <One content={content} showing="both" />
  return (
    <div className="diff-sides">
      {(['old', 'new'] as const).map((side) => (
        <div key={side} className="diff-side">
          <p className="diff-side__name">{sides[side]}</p>
          {isEmpty(content, side) ? <p className="muted">Leeg</p> : <One content={content} showing={side} />}
        </div>
      ))}
    </div>
  )
}

function isEmpty(content: ContentDifference, side: Side): boolean {
  if (content.kind === 'plain') return content[`${side}Words`] === ''
  return content.blocks.every((block) => 'node' in block && block.op === (side === 'old' ? 'inserted' : 'deleted'))
}

function One({ content, showing }: { content: ContentDifference; showing: Showing }) {
  if (content.kind === 'text') return <TextDifference blocks={content.blocks} showing={showing} />
  return (
    <p className="diff-value">
      <Plain {...content} showing={showing} />
    </p>
  )
}

/** An amount, a date or a choice is another one as a whole; a sentence is read by its words. */
const isSentence = (words: string) => words.split(/\s+/).length > 3

function Plain({ oldWords, newWords, showing }: { oldWords: string; newWords: string; showing: Showing }) {
  const isByWord = isSentence(oldWords) && isSentence(newWords)
  const parts = isByWord
    ? compareWords(oldWords, newWords)
    : [
        { op: 'deleted' as const, text: oldWords },
        { op: 'inserted' as const, text: newWords },
      ]
  const shown = parts.filter(({ op, text }) => text !== '' && (op === 'same' || showing === 'both' || (op === 'inserted') === (showing === 'new')))
  return shown.map(({ op, text }, index) => {
    const gap = !isByWord && index > 0 ? ' ' : ''
    const Mark = op === 'same' ? null : op === 'inserted' ? Inserted : Deleted
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity and are drawn once
      <span key={index}>
        {gap}
        {Mark === null ? text : <Mark>{text}</Mark>}
      </span>
    )
  })
}

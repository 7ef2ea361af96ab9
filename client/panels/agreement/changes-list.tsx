import { compareWords } from '#shared/compare/compare-inline.ts'
import { sideOf } from '#shared/compare/compare-text.ts'
import type { Comparison, ContentDifference, Difference } from '#shared/compare/differences.ts'
import { plainText } from '#shared/richtext/normalize.ts'

/** What differs, short enough for a phone: each place with its words, taken out and put in marked by a line and said in words. */
export function ChangesList({ comparison }: { comparison: Comparison }) {
  return comparison.sections.map((section) => (
    <section key={section.id} className="changes">
      <h3 className="changes__section">{section.title}</h3>
      <ul className="changes__list">
        {section.differences.map((difference) => (
          <li key={difference.id}>
            <strong>{difference.label}</strong>
            {changeWord(difference)}
            {difference.kind === 'field' ? (
              <Words content={difference.content} />
            ) : (
              difference.cells.map((cell) => (
                <div key={cell.column} className="changes__cell">
                  <span className="muted">{cell.label}: </span>
                  <Words content={cell.content} />
                </div>
              ))
            )}
          </li>
        ))}
        {section.totals.map((total) => (
          <li key={`${total.table} ${total.column} ${total.group}`}>
            <strong>{total.label}</strong>{' '}
            <span>
              <Deleted text={total.oldWords} /> <Inserted text={total.newWords} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  ))
}

function changeWord(difference: Difference): string {
  if (difference.kind === 'field') return ''
  if (difference.change !== 'kept') return difference.change === 'added' ? ' (toegevoegd)' : ' (verwijderd)'
  return difference.isMoved ? ' (verplaatst)' : ''
}

function Words({ content }: { content: ContentDifference }) {
  if (content.kind === 'plain') {
    return (
      <span className="changes__words">
        <Deleted text={content.oldWords} /> <Inserted text={content.newWords} />
      </span>
    )
  }
  if (content.isLayoutOnly) return <span className="changes__words muted">Alleen de opmaak is anders.</span>
  const words = (side: 'old' | 'new') => sideOf(content.blocks, side).map(plainText).join('\n')
  return (
    <p className="changes__words changes__words--text">
      {compareWords(words('old'), words('new')).map(({ op, text }, index) => {
        const key = `${index} ${op}`
        if (op === 'same') return <span key={key}>{shortened(text)}</span>
        return op === 'deleted' ? <Deleted key={key} text={text} /> : <Inserted key={key} text={text} />
      })}
    </p>
  )
}

/** What stayed the same is there to find one's way, not to be read again. */
function shortened(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 70)} … ${text.slice(-70)}`
}

function Deleted({ text }: { text: string }) {
  if (text === '') return null
  return (
    <del className="changes__del">
      <span className="visually-hidden">verwijderd: </span>
      {text}
    </del>
  )
}

function Inserted({ text }: { text: string }) {
  if (text === '') return null
  return (
    <ins className="changes__ins">
      <span className="visually-hidden">ingevoegd: </span>
      {text}
    </ins>
  )
}

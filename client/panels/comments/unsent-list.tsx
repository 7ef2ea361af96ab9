import * as commentsText from '#client/text/comments.ts'
import { formatRecent } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { useUnsent } from './use-unsent.ts'
import './comment-view.css'
import './comments-panel.css'
import './thread-card.css'
import '#client/ui/field.css'

/** Comments that wait for a connection or were refused: no comment is lost without a message. */
export function UnsentList() {
  const { items, retry, drop } = useUnsent()
  if (items.length === 0) return null
  return (
    <section aria-label={commentsText.unsent}>
      <h3 className="comments__group">{commentsText.unsentCount(items.length)}</h3>
      <ul className="comments__list">
        {items.map((item) => (
          <li key={item.clientId} className="thread thread--unsent">
            <span className="thread__place">{item.place}</span>
            <p className="comment__body">{item.body.body}</p>
            <p className={item.refusal === undefined ? 'thread__resolved' : 'field__error'}>
              {item.refusal ?? commentsText.unsentWritten(formatRecent(item.writtenAt, new Date()))}
            </p>
            {item.refusal !== undefined && (
              <div className="button-row">
                <Button onPress={() => retry(item.clientId)}>{commentsText.sendAgain}</Button>
                <Button onPress={() => drop(item.clientId)}>{commentsText.discard}</Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

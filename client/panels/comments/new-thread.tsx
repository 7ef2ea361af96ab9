import { useId, useRef, useState } from 'react'
import { isOffline } from '#client/api.ts'
import { type NewThread as Begun, commentUiStore } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSendComment } from '#client/hooks/use-threads.ts'
import { type WholeView, wholeView } from '#client/sync/session/session.ts'
import * as commentsText from '#client/text/comments.ts'
import { DateField } from '#client/ui/date-field.tsx'
import { SelectField } from '#client/ui/select-field.tsx'
import type { CreateThread } from '#shared/api/comments.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { type Discipline, disciplineIds, disciplines } from '#shared/disciplines.ts'
import { begunName } from './begun-name.ts'
import { Composer, type Written } from './composer.tsx'
import { useKeepUnsent } from './use-unsent.ts'
import './comment-view.css'
import './composer.css'
import './thread-card.css'

const savedWithinMs = 3_000

/** The box for a new thread, with its place and its quoted words. */
export function NewThread({ begun, onSent }: { begun: Begun; onSent: (threadId: string) => void }) {
  const { session, format, goTo, announce } = usePlanContext()
  const send = useSendComment()
  const keepUnsent = useKeepUnsent()
  const id = useId()
  const [discipline, setDiscipline] = useState<Discipline | ''>('')
  const [dueDate, setDueDate] = useState('')
  // A retry sends the same id: the first request may have arrived.
  const clientId = useRef(crypto.randomUUID())
  const { target, range } = begun
  const place = placeOf(target, format, session.content.get()) ?? commentsText.thePlan

  const onSend = async (written: Written) => {
    const asked =
      discipline === '' ? {} : { askDiscipline: discipline, ...(dueDate === '' ? {} : { dueDate }) }
    const body: CreateThread = {
      target,
      ...(range === undefined || session.kind === 'frozen' ? {} : session.pointAt(target, range)),
      ...written,
      ...asked,
      clientId: clientId.current,
    }
    try {
      // The server must know the place before a thread can be attached to it.
      await savedSoon(wholeView(session))
      const thread = await send.thread(body)
      announce(commentsText.isPlaced)
      commentUiStore.draft.set(null)
      onSent(thread.id)
    } catch (error) {
      const writtenAt = new Date().toISOString()
      if (
        !isOffline(error) ||
        !keepUnsent({
          kind: 'thread',
          clientId: clientId.current,
          writtenAt,
          place,
          body: { ...body, writtenAt },
        })
      )
        throw error
      announce(commentsText.isPlacedLater)
      commentUiStore.draft.set(null)
    }
  }
  return (
    <section className="thread thread--new" aria-label={commentsText.newComment}>
      <span className="thread__place">{place}</span>
      {range !== undefined && <blockquote className="comment__quote">{range.quote}</blockquote>}
      <Composer
        draftKey={begunName.thread(begun)}
        thread={begun}
        label={commentsText.yourComment}
        sendLabel={commentsText.placeComment}
        onSend={onSend}
        onCancel={() => {
          commentUiStore.draft.set(null)
          goTo(target)
        }}
      >
        <details className="composer__ask">
          <summary>{commentsText.askDiscipline}</summary>
          <SelectField
            id={`${id}-discipline`}
            label={commentsText.askTo}
            value={discipline}
            onChange={setDiscipline}
            choices={[
              { value: '', label: commentsText.nobody },
              ...disciplineIds.map((value) => ({ value, label: disciplines[value].label })),
            ]}
          />
          {discipline !== '' && (
            <DateField
              id={`${id}-datum`}
              label={commentsText.answerBefore}
              value={dueDate}
              onChange={setDueDate}
            />
          )}
        </details>
      </Composer>
    </section>
  )
}

async function savedSoon(session: WholeView | null): Promise<void> {
  if (session?.connection.get().kind !== 'live') return
  await Promise.race([
    session.whenSaved().catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, savedWithinMs)),
  ])
}

import { useEffect, useState } from 'react'
import { usePlan } from '#client/hooks/use-plans.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { browserClock } from '#client/sync/clock.ts'
import type { PartsView, WholeView } from '#client/sync/session/session.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { loudAfterMs, type SaveView, saveView } from './save-text.ts'
import './save-status.css'
import { Button } from '#client/ui/button.tsx'
import { downloadText } from '#client/ui/download.ts'
import './save-banner.css'

/** The current save state; a long wait raises its tone by a timer. */
function useSaveView({ planId, save }: WholeView): SaveView {
  const state = useSource(save)
  const hasEnded = isEnded(usePlan(planId).data?.status ?? 'concept')
  const [nowMs, setNowMs] = useState(() => browserClock.elapsed())
  const waitingSince = state.kind === 'saving' ? state.since : null
  useEffect(() => {
    if (waitingSince === null) return
    const timer = setTimeout(
      () => setNowMs(browserClock.elapsed()),
      Math.max(0, waitingSince + loudAfterMs - browserClock.elapsed()) + 20,
    )
    return () => clearTimeout(timer)
  }, [waitingSince])
  return saveView(state, waitingSince === null ? nowMs : Math.max(nowMs, waitingSince), {
    hasEnded,
  })
}

const settledMs = 1_500

export function SaveStatus({ session }: { session: WholeView }) {
  const view = useSaveView(session)
  return (
    <div className={`save save--${view.tone}`}>
      <span className="save__dot" aria-hidden="true" />
      <span className="save__text">{view.text}</span>
      <span className="save__short" aria-hidden="true">
        {view.short}
      </span>
      <SpokenStatus text={view.text} tone={view.tone} />
    </div>
  )
}

/** Announced only after the state has been stable for a moment and is new, not at each keystroke. */
function SpokenStatus({ text, tone }: Pick<SaveView, 'text' | 'tone'>) {
  const [spoken, setSpoken] = useState('')
  const [lastTone, setLastTone] = useState(tone)
  useEffect(() => {
    // Typing switches between saved and saving all the time.
    const isNews = tone !== 'busy' && tone !== lastTone && !(tone === 'ok' && lastTone === 'busy')
    if (!isNews) return
    const timer = setTimeout(() => {
      setLastTone(tone)
      setSpoken(text)
    }, settledMs)
    return () => clearTimeout(timer)
  }, [text, tone, lastTone])
  return (
    <span role="status" className="visually-hidden">
      {spoken}
    </span>
  )
}

/** For a user who reads parts: whether the screen shows the current plan. */
export function PartsStatus({ session }: { session: PartsView }) {
  const isLive = useSource(session.connection, (connection) => connection.kind === 'live')
  return (
    <div className={`save save--${isLive ? 'ok' : 'offline'}`} role="status">
      <span className="save__dot" aria-hidden="true" />
      <span className="save__text">
        {isLive ? 'Bijgewerkt' : 'Geen verbinding: u leest het plan van zojuist'}
      </span>
      <span className="save__short" aria-hidden="true">
        {isLive ? 'Bijgewerkt' : 'Offline'}
      </span>
    </div>
  )
}

/** Shown below the header while work is not safe: the cause, the next step and a rescue copy. */
export function SaveBanner({ session }: { session: WholeView }) {
  const view = useSaveView(session)
  return (
    <div role="alert">
      {view.banner !== null && (
        <div className={`save-banner save-banner--${view.tone}`}>
          <p>{view.banner}</p>
          {view.offersRescue && (
            <Button onPress={() => downloadText(session.rescueCopy())}>
              Reservekopie downloaden
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

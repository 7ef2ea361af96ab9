import type { PartsView } from '#client/sync/session/session.ts'
import { useSource } from '../../hooks/use-source.ts'
import './save-status.css'

/** For who only reads: whether what is on the screen is the plan of now. */
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

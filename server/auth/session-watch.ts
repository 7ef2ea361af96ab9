import { slicesInTurns } from '#server/runtime.ts'
import type { Sessions } from './sessions.ts'

type Connections = { sessions(): ReadonlySet<string>; endSessions(ids: readonly string[]): void }

/**
 * Checks which sessions of open connections have ended: expired ones, and those that another
 * process on this database ended. Two thousand sessions cost a few milliseconds, one slice at a
 * time.
 */
export function watchSessions(sessions: Sessions, connections: Connections) {
  return async (signal: AbortSignal): Promise<void> => {
    const open = [...connections.sessions()]
    for await (const some of slicesInTurns(open, sliceSize)) {
      if (signal.aborted) return
      const gone = await sessions.gone(some)
      if (gone.length > 0) connections.endSessions(gone)
    }
  }
}

const sliceSize = 200

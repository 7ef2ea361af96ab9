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
    for (let start = 0; start < open.length && !signal.aborted; start += sliceSize) {
      const gone = await sessions.gone(open.slice(start, start + sliceSize))
      if (gone.length > 0) connections.endSessions(gone)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

const sliceSize = 200

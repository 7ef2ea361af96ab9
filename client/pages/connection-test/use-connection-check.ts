import { useCallback, useEffect, useRef, useState } from 'react'
import { browserClock } from '#client/sync/clock.ts'
import {
  type CheckResult,
  type CheckStep,
  type CheckWorld,
  checkSteps,
  runCheck,
} from '#client/sync/transport/connection-check.ts'

export type CheckProgress = {
  results: Partial<Record<CheckStep, CheckResult>>
  running: CheckStep | null
  /** Whether every step but the silence finished. */
  isDone: boolean
}

const untried: CheckProgress = { results: {}, running: null, isDone: false }

/** Runs the steps one after another as soon as the page is mounted. */
export function useConnectionCheck(): CheckProgress & {
  restart: () => void
  trySilence: () => void
  skipSilence: () => void
} {
  const [progress, setProgress] = useState(untried)
  const isCurrent = useRef({ of: 0 })

  const run = useCallback(async (steps: readonly CheckStep[], of: number) => {
    for (const step of steps) {
      if (isCurrent.current.of !== of) return
      setProgress((before) => ({ ...before, running: step }))
      const result = await runCheck(step, browserWorld())
      // The check was skipped or restarted meanwhile: this answer is stale.
      if (isCurrent.current.of !== of) return
      setProgress((before) => ({ ...before, results: { ...before.results, [step]: result } }))
    }
    setProgress((before) => ({ ...before, running: null, isDone: true }))
  }, [])

  const start = useCallback(() => {
    setProgress(untried)
    void run(checkSteps, ++isCurrent.current.of)
  }, [run])

  useEffect(() => {
    const { current } = isCurrent
    start()
    return () => {
      current.of++
    }
  }, [start])

  return {
    ...progress,
    restart: start,
    trySilence: () => void run(['silence'], ++isCurrent.current.of),
    skipSilence: () => {
      isCurrent.current.of++
      setProgress((before) => ({ ...before, running: null }))
    },
  }
}

function browserWorld(): CheckWorld {
  return {
    origin: window.location.origin,
    fetch: (url, init) => fetch(url, init),
    clock: browserClock,
    WebSocketClass: WebSocket,
    tryDevice,
  }
}

/** Opens a database and writes to it, because some browsers refuse only the write. */
function tryDevice(): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new Error('IndexedDB refuses'))
    if (typeof indexedDB === 'undefined') return refuse()
    const request = indexedDB.open('wijktafel:check', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('check')
    request.onerror = refuse
    request.onblocked = refuse
    request.onsuccess = () => {
      const writing = request.result.transaction('check', 'readwrite')
      writing.objectStore('check').put('kept', 'text')
      const end = (tell: () => void) => () => {
        request.result.close()
        indexedDB.deleteDatabase('wijktafel:check')
        tell()
      }
      writing.oncomplete = end(resolve)
      writing.onerror = end(refuse)
      writing.onabort = end(refuse)
    }
  })
}

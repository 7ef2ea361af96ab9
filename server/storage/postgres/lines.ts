import { Socket } from 'node:net'
import { afterTurns } from '#server/after-turns.ts'
import { type MonotonicClock, systemClock } from '#server/runtime.ts'

/**
 * One line is asked this often whether the database is there, because a line that was cut silently
 * reports nothing. An answer takes a millisecond; without one in this time, in which this process had
 * its turns, all lines count as cut. Together with the trial write that follows, screens are told within two seconds.
 */
const askEveryMs = 300
const answerWithinMs = 800

/**
 * The sockets of this process to the database. The driver waits without a limit for an answer on a
 * line that was cut silently, and the pool hands such lines out for minutes. So they are cut here,
 * which fails the requests that wait on them. `clock`: real time also where a test moves the clock
 * of the server by hand, because the database answers in real time.
 */
export class Lines {
  readonly #clock: MonotonicClock
  readonly #open = new Set<Socket>()

  constructor(clock: MonotonicClock = systemClock) {
    this.#clock = clock
  }

  readonly open = (): Socket => {
    const socket = new Socket()
    this.#open.add(socket)
    socket.once('close', () => this.#open.delete(socket))
    return socket
  }

  cut(): void {
    for (const socket of this.#open) socket.destroy()
  }

  /** Cuts all lines when the answer does not come in time. */
  async mustAnswer(answer: Promise<unknown>): Promise<void> {
    const cancel = afterTurns(this.#clock, answerWithinMs, () => this.cut())
    try {
      await answer
    } finally {
      cancel()
    }
  }

  /** Asks until it fails, which `onFailed` is told, or until the returned function is called. */
  keepAsking(ask: () => Promise<unknown>, onFailed: (error: unknown) => void): () => void {
    let isStopped = false
    let cancel = (): void => {}
    const next = () => {
      if (isStopped) return
      cancel = this.#clock.after(askEveryMs, () => {
        this.mustAnswer(ask()).then(next, (error: unknown) => {
          if (!isStopped) onFailed(error)
        })
      })
    }
    next()
    return () => {
      isStopped = true
      cancel()
    }
  }
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

export type BystanderTask = { url: string; planId: string; cookie: string }
export type BystanderOrder = 'type' | 'report' | 'leave'
export type BystanderReport = {
  /** Per keystroke: milliseconds from sending to acknowledgement. */
  delaysMs: readonly number[]
  /** Close codes of connections that the server ended during the attack. */
  closes: readonly number[]
  typed: number
  kept: number
  isSaved: boolean
}

/** The handle of the suite on the process of `bystander.ts`. */
export class BystanderProcess {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async join(program: string, task: BystanderTask): Promise<BystanderProcess> {
    const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.send(task)
    await once(child, 'message')
    return new BystanderProcess(child)
  }

  startTyping(): void {
    this.#child.send('type' satisfies BystanderOrder)
  }

  /** Stops typing; resolves when everything is acknowledged, or will not be. */
  async report(): Promise<BystanderReport> {
    const answer = once(this.#child, 'message')
    this.#child.send('report' satisfies BystanderOrder)
    const [report] = (await answer) as [BystanderReport]
    return report
  }

  async leave(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.send('leave' satisfies BystanderOrder)
    await ended
  }
}

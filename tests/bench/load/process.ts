import { type ChildProcess, fork } from 'node:child_process'
import type { LoadCalls, Reply } from './messages.ts'

type Params<M extends keyof LoadCalls> = Parameters<LoadCalls[M]>[0]
type Result<M extends keyof LoadCalls> = Awaited<ReturnType<LoadCalls[M]>>
type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void }

/** The load, in a process of its own: its cost must not count for a server, nor wait for one. */
export class LoadProcess {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  constructor(script: string) {
    this.#child = fork(script, { execArgv: ['--enable-source-maps'], serialization: 'advanced' })
    this.#child.on('message', (reply: Reply) => {
      const waiting = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if ('error' in reply) waiting?.reject(new Error(`the load failed: ${reply.error}`))
      else waiting?.resolve(reply.result)
    })
    this.#child.on('exit', (code) => {
      for (const waiting of this.#waiting.values())
        waiting.reject(new Error(`the load ended with ${code}`))
    })
  }

  call<M extends keyof LoadCalls>(method: M, params: Params<M>): Promise<Result<M>> {
    const id = ++this.#lastId
    return new Promise<Result<M>>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(result as Result<M>), reject })
      this.#child.send({ id, method, params })
    })
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill()
    await ended
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { transformSync } from 'esbuild'
import { sparePort } from './server-process.ts'

export type ProxyOptions = {
  /** Answers every websocket handshake with this status. */
  refusesUpgrades?: number
  /** Forwards a response only when it is complete. */
  buffers?: boolean
  /** Cuts a connection that was idle for this long. */
  cutsIdleMs?: number
  /** The range of the delay of each chunk. */
  latencyMs?: readonly [number, number]
}

/** The proxy of a restrictive network before a server on this machine, in a process of its own. */
export class ProxyProcess {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(port: number, child: ChildProcess) {
    this.url = `http://localhost:${port}`
    this.#child = child
  }

  static async start(
    targetPort: number,
    options: ProxyOptions,
    port?: number,
  ): Promise<ProxyProcess> {
    port ??= await sparePort()
    const { code } = transformSync(readFileSync(new URL('./proxy.ts', import.meta.url), 'utf8'), {
      loader: 'ts',
      format: 'esm',
    })
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        code,
        '--',
        JSON.stringify({ ...options, port, targetPort }),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await Promise.race([
      once(child.stdout as NodeJS.ReadableStream, 'data'),
      once(child, 'exit').then(([status]) =>
        Promise.reject(new Error(`the proxy ended with ${status}`)),
      ),
    ])
    return new ProxyProcess(port, child)
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill()
    await ended
  }
}

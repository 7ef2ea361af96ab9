import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Tests, benchmark and scripts all run from the repository's folder. */
const root = process.cwd()

/** The built server in a process of its own, on a free port of this machine, with its own data folder. */
export class ServerProcess {
  readonly port: number
  readonly url: string
  readonly dataDir: string
  readonly #environment: Record<string, string>
  #child: ChildProcess | null = null
  #output = ''

  private constructor(
    port: number,
    environment: Record<string, string>,
    dataDir = mkdtempSync(join(tmpdir(), 'wijktafel-test-')),
  ) {
    this.port = port
    this.url = `http://localhost:${port}`
    this.dataDir = dataDir
    this.#environment = environment
  }

  static async start(environment: Record<string, string> = {}): Promise<ServerProcess> {
    const server = await ServerProcess.notStarted(environment)
    await server.up()
    return server
  }

  /** With a port and a data folder; `up` starts it. */
  static async notStarted(environment: Record<string, string> = {}): Promise<ServerProcess> {
    return new ServerProcess(await sparePort(), environment)
  }

  /** A second process on the same data, on its own port. The first process owns the data. */
  async beside(): Promise<ServerProcess> {
    return new ServerProcess(await sparePort(), this.#environment, this.dataDir)
  }

  /** All output on both streams. */
  get output(): string {
    return this.#output
  }

  /** Starts the process, again after a stop, on the same port and data. Resolves when it is ready. */
  async up(): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.js'], {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: String(this.port),
        HOST: '127.0.0.1',
        DATA_DIR: this.dataDir,
        LOG_LEVEL: 'warn',
        ...this.#environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#output = ''
    const keep = (text: string) => {
      this.#output += text
    }
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', keep)
    const ended = new Promise<never>((_, reject) =>
      child.once('exit', (code) =>
        reject(new Error(`the server ended with ${code}:\n${this.#output}`)),
      ),
    )
    ended.catch(() => undefined)
    await Promise.race([this.#ready(), ended])
  }

  /** The one-time link that the server prints while there is no user. */
  async firstLink(): Promise<string> {
    return this.printed(/http:\/\/\S+\/sign-in\?token=\S+/)
  }

  async printed(pattern: RegExp): Promise<string> {
    for (let i = 0; i < 400; i++) {
      const match = pattern.exec(this.#output)
      if (match !== null) return match[0]
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error(`not printed: ${pattern}\n${this.#output}`)
  }

  /** Resolves with the exit code when it ends by itself. */
  async ended(): Promise<number | null> {
    const child = this.#child
    if (child === null) return null
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve))
    return child.exitCode
  }

  /** kill -9: without a chance to write. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Sends SIGTERM and returns the exit code. The data stay. */
  async terminate(): Promise<number | null> {
    await this.#end('SIGTERM')
    return this.#child?.exitCode ?? null
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  async #ready(): Promise<void> {
    for (let i = 0; i < 800; i++) {
      const isReady = await fetch(`http://127.0.0.1:${this.port}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (isReady) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error(`the server did not get ready:\n${this.#output}`)
  }
}

export async function sparePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
}

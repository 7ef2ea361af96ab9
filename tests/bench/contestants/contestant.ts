import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sparePort } from '../../support/server-process.ts'
import type { DialectName, RoomAddress } from '../load/messages.ts'
import { cpuSecondsOf } from '../machine.ts'
import type { ProbeRequest } from '../servers/probe.ts'

export type Memory = { liveBytes: number; residentBytes: number }

/** The number of documents, and of different users in each. */
export type Wanted = {
  count: number
  people: number
  /** The number of people of the installation, among whom the documents are spread. */
  everyone?: number
  /** Makes members without invitations, for very many of them. */
  admit?: (members: { planId: string; userId: string }[]) => Promise<void>
}

export type ContestantKind = {
  name: string
  script: string
  dialect: DialectName
  /** The response that shows that it accepts clients. */
  readyPath: string
  environment: (place: { port: number; dataDir: string }) => Record<string, string>
  /** Creates documents for a server that needs that: ours are plans with members. */
  makeRooms: (contestant: Contestant, wanted: Wanted) => Promise<RoomAddress[]>
}

/** One server of the comparison, in a process of its own with a data folder of its own. */
export class Contestant {
  readonly kind: ContestantKind
  readonly port: number
  readonly dataDir: string
  readonly #profileFile: string | null
  #child: ChildProcess | null = null
  output = ''
  /** The number of documents so far, to give each a name of its own. */
  roomsMade = 0

  private constructor(kind: ContestantKind, port: number, profileFile: string | null) {
    this.kind = kind
    this.port = port
    this.#profileFile = profileFile
    // A profile counts disk waits as work of the waiting function; in memory it shows the processor time.
    const folder = profileFile !== null && existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
    this.dataDir = mkdtempSync(join(folder, 'wijktafel-bench-'))
  }

  static async start(kind: ContestantKind, profileFile: string | null = null): Promise<Contestant> {
    const contestant = new Contestant(kind, await sparePort(), profileFile)
    await contestant.up()
    return contestant
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  rooms(count: number, people = 1): Promise<RoomAddress[]> {
    return this.kind.makeRooms(this, { count, people })
  }

  /** Starts or restarts the server on the same port and data; resolves when it accepts connections. */
  async up(): Promise<void> {
    const { script, environment, readyPath } = this.kind
    const child = spawn(
      process.execPath,
      ['--expose-gc', '--enable-source-maps', '--import', './.cache/bench/probe.js', script],
      {
        env: {
          PATH: process.env['PATH'] ?? '',
          NODE_ENV: 'production',
          PORT: String(this.port),
          ...environment(this),
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    )
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-100_000)
      })
    }
    for (let i = 0; i < 4000; i++) {
      if (child.exitCode !== null) break
      const isReady = await fetch(`http://127.0.0.1:${this.port}${readyPath}`).then(
        (answer) => answer.ok || readyPath === '/',
        () => false,
      )
      if (isReady) return
      await sleep(5)
    }
    throw new Error(`${this.kind.name} did not get ready:\n${this.output}`)
  }

  cpuSeconds(): number {
    return cpuSecondsOf(this.#child?.pid ?? 0)
  }

  /** Resolves when the server processed all received messages, or at a timeout. */
  async quiet(longestMs = 5000): Promise<void> {
    const until = performance.now() + longestMs
    for (let before = this.cpuSeconds(); performance.now() < until; ) {
      await sleep(200)
      const now = this.cpuSeconds()
      if (now - before < 0.02) return
      before = now
    }
  }

  /** The memory after a full garbage collection. */
  async memory(): Promise<Memory> {
    const usage = (await this.#ask({ kind: 'memory' })) as NodeJS.MemoryUsage
    return { liveBytes: usage.heapUsed + usage.external, residentBytes: usage.rss }
  }

  /** Profiles the server during `work`, if profiles were requested. */
  async profiled<T>(work: () => Promise<T>): Promise<T> {
    if (this.#profileFile === null) return work()
    await this.#ask({ kind: 'profile' })
    const result = await work()
    await this.#ask({ kind: 'profiled', file: this.#profileFile })
    return result
  }

  #ask(request: ProbeRequest): Promise<unknown> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      if (child === null || child.exitCode !== null)
        return reject(new Error(`${this.kind.name} is not running`))
      child.once('message', resolve)
      child.send(request)
    })
  }

  /** Stops the server with a chance to store its data; killed after a timeout. */
  end(): Promise<void> {
    return this.#signal('SIGTERM')
  }

  kill(): Promise<void> {
    return this.#signal('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.end()
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  async #signal(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const patience = setTimeout(() => child.kill('SIGKILL'), 8000)
    await ended
    clearTimeout(patience)
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sparePort } from '../../support/server-process.ts'
import type { DialectName, RoomAddress } from '../load/messages.ts'
import { cpuSecondsOf } from '../machine.ts'

export type Memory = { liveBytes: number; residentBytes: number }

export type ContestantKind = {
  name: string
  script: string
  dialect: DialectName
  /** What it answers when it can take clients. */
  readyPath: string
  environment: (place: { port: number; dataDir: string }) => Record<string, string>
  /** Documents that do not exist before they are made: ours are plans with members. */
  makeRooms: (contestant: Contestant, count: number) => Promise<RoomAddress[]>
}

/** One server of the comparison, in a process of its own with a data folder of its own. */
export class Contestant {
  readonly kind: ContestantKind
  readonly port: number
  readonly dataDir: string
  readonly #nodeArguments: readonly string[]
  #child: ChildProcess | null = null
  output = ''
  /** How many documents it was asked for: each gets a name of its own. */
  roomsMade = 0

  private constructor(kind: ContestantKind, port: number, nodeArguments: readonly string[]) {
    this.kind = kind
    this.port = port
    this.#nodeArguments = nodeArguments
    this.dataDir = mkdtempSync(join(tmpdir(), 'wijktafel-bench-'))
  }

  static async start(kind: ContestantKind, nodeArguments: readonly string[] = []): Promise<Contestant> {
    const contestant = new Contestant(kind, await sparePort(), nodeArguments)
    await contestant.up()
    return contestant
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  rooms(count: number): Promise<RoomAddress[]> {
    return this.kind.makeRooms(this, count)
  }

  /** Starts it, again after an end, on the same port and data; resolves as soon as it takes connections. */
  async up(): Promise<void> {
    const { script, environment, readyPath } = this.kind
    const child = spawn(process.execPath, ['--expose-gc', ...this.#nodeArguments, '--import', './.cache/bench/probe.js', script], {
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', PORT: String(this.port), ...environment(this) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
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

  /** Resolves when it has worked off what it had received, or after a while. */
  async quiet(longestMs = 5000): Promise<void> {
    const until = performance.now() + longestMs
    for (let before = this.cpuSeconds(); performance.now() < until; ) {
      await sleep(200)
      const now = this.cpuSeconds()
      if (now - before < 0.02) return
      before = now
    }
  }

  /** After a full garbage collection. */
  memory(): Promise<Memory> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      if (child === null || child.exitCode !== null) return reject(new Error(`${this.kind.name} is not running`))
      child.once('message', (usage: NodeJS.MemoryUsage) => resolve({ liveBytes: usage.heapUsed + usage.external, residentBytes: usage.rss }))
      child.send('memory')
    })
  }

  /** A chance to write things down; taken away after a while. */
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

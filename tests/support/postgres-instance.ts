import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { sparePort } from './server-process.ts'

const packages = '/usr/lib/postgresql'
const oldest = 15

/** The folder with the programs of the newest PostgreSQL of the system's packages; null without one. */
function findPrograms(): string | null {
  const given = process.env['POSTGRES_BIN']
  if (given !== undefined) return given
  const versions = existsSync(packages) ? readdirSync(packages).map(Number) : []
  const newest = Math.max(...versions.filter((version) => version >= oldest))
  return Number.isFinite(newest) ? join(packages, String(newest), 'bin') : null
}

const programs = findPrograms()

/** Why a suite on PostgreSQL is skipped; null when there is a server. */
export const noPostgres: string | null =
  programs === null
    ? `no PostgreSQL ${oldest} or newer: apt-get install postgresql, or POSTGRES_BIN=<folder of initdb>`
    : null

/** For a crash of processes, and not of the machine: no test waits for a disk. */
export const withoutDisk = { fsync: 'off', full_page_writes: 'off' } as const

type Settings = Readonly<Record<string, string>>

/** A PostgreSQL server on a spare port, in a folder of its own: to be killed, started again, copied and promoted. */
export class PostgresInstance {
  readonly port: number
  readonly #home: string
  readonly #settings: Settings

  private constructor(port: number, home: string, settings: Settings) {
    this.port = port
    this.#home = home
    this.#settings = settings
  }

  /** In a new folder under the temporary folder, or in `home`, which exists and is empty. */
  static async start(
    settings: Settings = {},
    home: string = makeHome(),
  ): Promise<PostgresInstance> {
    const instance = new PostgresInstance(await sparePort(), home, settings)
    giveToOwner(home)
    const locale = ['-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
    await run('initdb', '-D', instance.#data, '-A', 'trust', '-U', 'postgres', ...locale)
    await instance.up()
    return instance
  }

  url(database: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`
  }

  /** Runs statements as the owner of the server. */
  async query<R extends pg.QueryResultRow>(text: string, database = 'postgres'): Promise<R[]> {
    const client = new pg.Client({ connectionString: this.url(database) })
    await client.connect()
    try {
      return (await client.query<R>(text)).rows
    } finally {
      await client.end()
    }
  }

  /** Changes settings of the running server, without a restart. */
  async set(settings: Settings): Promise<void> {
    for (const [name, value] of Object.entries(settings))
      await this.query(`alter system set ${name} = '${value}'`)
    await this.query('select pg_reload_conf()')
  }

  /** Ends the server at once, by its process id: without a word to anyone, or (SIGQUIT) without a checkpoint. */
  async kill(signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    const pid = this.pid()
    if (pid === null) return
    process.kill(pid, signal)
    while (isRunning(pid)) await sleep(5)
  }

  /** Starts it again, also after a crash. Its processes notice the death of the first one by themselves. */
  async up(): Promise<void> {
    const settings = { ...this.#settings, listen_addresses: '127.0.0.1', max_connections: '300' }
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
    const given = [`-p ${this.port}`, `-k ${this.#home}`, ...options].join(' ')
    const log = join(this.#home, 'log')
    for (let attempt = 1; ; attempt++) {
      try {
        return await run('pg_ctl', '-D', this.#data, '-w', '-s', '-l', log, '-o', given, 'start')
      } catch (error) {
        if (attempt === 40) throw new Error(`${error}\n${tail(log)}`)
        await sleep(100)
      }
    }
  }

  /** A copy of this server that follows it; `name` is what `synchronous_standby_names` names. */
  async standby(name: string, settings: Settings = this.#settings): Promise<PostgresInstance> {
    const standby = new PostgresInstance(await sparePort(), makeHome(), settings)
    giveToOwner(standby.#home)
    const source = `host=127.0.0.1 port=${this.port} user=postgres application_name=${name}`
    await run(
      ...(['pg_basebackup', '-D', standby.#data, '-d', source, '-R', '-X', 'stream'] as const),
      ...(['-c', 'fast', '--no-sync'] as const),
    )
    await standby.up()
    return standby
  }

  /** From a standby to a primary, on a new timeline. */
  async promote(): Promise<void> {
    await run('pg_ctl', '-D', this.#data, '-w', '-s', 'promote')
  }

  /** Ends it and removes its folder. */
  async remove(): Promise<void> {
    await this.kill('SIGQUIT')
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }

  get #data(): string {
    return join(this.#home, 'data')
  }

  /** Of its first process; null while it is down. */
  pid(): number | null {
    const file = join(this.#data, 'postmaster.pid')
    const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null
    return pid !== null && isRunning(pid) ? pid : null
  }
}

function makeHome(): string {
  return mkdtempSync(join(tmpdir(), 'wijktafel-postgres-'))
}

/** PostgreSQL refuses root. */
const isRoot = process.getuid?.() === 0

function giveToOwner(home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  if (!isRoot) return
  const id = (flag: string) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  chownSync(home, id('-u'), id('-g'))
}

/** No pipe on its output: the server keeps that open. */
function run(program: string, ...args: string[]): Promise<void> {
  const path = join(programs ?? '', program)
  const [command, all] = isRoot
    ? ['runuser', ['-u', 'postgres', '--', path, ...args]]
    : [path, args]
  return new Promise((resolve, reject) => {
    const child = spawn(command, all, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    child.once('error', reject)
    // Not `close`: a server that was started may hold the pipe.
    child.once('exit', (status: SpawnSyncReturns<string>['status']) => {
      child.stderr.destroy()
      if (status === 0) resolve()
      else reject(new Error(`${program} failed: ${complaint}`))
    })
  })
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // A process that has ended, and that nobody has waited for yet.
  return !/^State:\s+Z/m.test(statusOf(pid))
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-15).join('\n') : ''
}

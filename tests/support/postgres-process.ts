import { spawnSync } from 'node:child_process'
import {
  chmodSync,
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

/** Why nothing on PostgreSQL can run here; null when there are its programs. */
export const noPostgresHere: string | null =
  programs === null
    ? `no PostgreSQL ${oldest} or newer: apt-get install postgresql, or POSTGRES_BIN=<folder of initdb>`
    : null

/** The address of a database on the server at this port. */
export function urlOnPort(port: number, database: string): string {
  return `postgres://postgres@127.0.0.1:${port}/${database}`
}

/** A PostgreSQL server in a folder of its own, with its end. */
export class PostgresProcess {
  readonly port: number
  readonly #folder: string

  private constructor(folder: string, port: number) {
    this.#folder = folder
    this.port = port
  }

  static async start({ isDurable }: { isDurable: boolean }): Promise<PostgresProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'wijktafel-postgres-'))
    // The server may run as another user, who needs access to its own folder in it.
    chmodSync(folder, 0o711)
    const home = join(folder, 'server')
    mkdirSync(home, { mode: 0o700 })
    const port = await sparePort()
    startIn(home, port, { isDurable })
    return new PostgresProcess(folder, port)
  }

  /** An empty database, which the first server on it migrates. */
  async emptyDatabase(name: string): Promise<string> {
    await this.ask('postgres', `create database "${name}"`)
    return urlOnPort(this.port, name)
  }

  async ask<Row extends pg.QueryResultRow>(database: string, statement: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: urlOnPort(this.port, database) })
    await client.connect()
    try {
      return (await client.query<Row>(statement)).rows
    } finally {
      await client.end()
    }
  }

  async stop(): Promise<void> {
    await stopIn(this.#folder)
  }
}

/** Ends the server in this folder by its process id, and removes the folder. */
export async function stopIn(folder: string): Promise<void> {
  const pidFile = join(folder, 'server', 'data', 'postmaster.pid')
  const pid = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, 'utf8'), 10) : null
  if (pid !== null) {
    // SIGQUIT: at once, without a checkpoint; its data is discarded.
    process.kill(pid, 'SIGQUIT')
    while (existsSync(pidFile) && isRunning(pid))
      await new Promise((ready) => setTimeout(ready, 20))
  }
  rmSync(folder, { recursive: true, force: true })
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** `isDurable`: with the disk syncs that a crash test needs; other tests do not have to wait for them. */
export function startIn(home: string, port: number, { isDurable }: { isDurable: boolean }): void {
  if (process.getuid?.() === 0) {
    const id = (flag: string) =>
      Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
    chownSync(home, id('-u'), id('-g'))
  }
  const data = join(home, 'data')
  if (!existsSync(data))
    runAsOwner(
      'initdb',
      '-D',
      data,
      '-A',
      'trust',
      '-U',
      'postgres',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    )
  const quick = '-c fsync=off -c full_page_writes=off -c synchronous_commit=off'
  runAsOwner(
    'pg_ctl',
    '-D',
    data,
    '-w',
    '-s',
    '-l',
    join(home, 'log'),
    '-o',
    `-p ${port} -k ${home} -c listen_addresses=127.0.0.1 -c max_connections=300 ${isDurable ? '' : quick}`,
    'start',
  )
}

/** PostgreSQL refuses root. No pipe on its output: the server keeps that open. */
function runAsOwner(program: string, ...args: string[]): void {
  const path = join(programs ?? '', program)
  const [command, all] =
    process.getuid?.() === 0 ? ['runuser', ['-u', 'postgres', '--', path, ...args]] : [path, args]
  const { status, stderr } = spawnSync(command, all, {
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
}

import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { systemIds } from '#server/runtime.ts'
import { openPostgres } from '#server/storage/database.ts'
import { sparePort } from './server-process.ts'

const packages = '/usr/lib/postgresql'
const oldest = 15
/** The template database with the whole schema, from which others are copied. */
const template = 'empty'

/** The folder with the programs of the newest PostgreSQL of the system's packages; null without one. */
function findPrograms(): string | null {
  const given = process.env['POSTGRES_BIN']
  if (given !== undefined) return given
  const versions = existsSync(packages) ? readdirSync(packages).map(Number) : []
  const newest = Math.max(...versions.filter((version) => version >= oldest))
  return Number.isFinite(newest) ? join(packages, String(newest), 'bin') : null
}

/** The folder with initdb, pg_dump and the others; null without PostgreSQL. */
export const programs = findPrograms()

/** Why a suite on PostgreSQL is skipped; null when there is a server. */
export const noPostgres: string | null =
  programs === null
    ? `no PostgreSQL ${oldest} or newer: apt-get install postgresql, or POSTGRES_BIN=<folder of initdb>`
    : null

if (noPostgres !== null) process.stderr.write(`Skipped on PostgreSQL: ${noPostgres}\n`)

type PostgresServer = { port: number; url(database: string): string }

let started: Promise<PostgresServer> | undefined

/** The server of this run, for all workers; the first one to ask starts it. */
function postgresServer(): Promise<PostgresServer> {
  started ??= start(inject('postgresFolder'))
  return started
}

/** A database with the schema of this release, for one test file or one installation. */
export async function freshDatabase(): Promise<string> {
  const server = await postgresServer()
  const name = nextName()
  await asOwner(server, `create database "${name}" template ${template} strategy file_copy`)
  return server.url(name)
}

/** A database without any table. */
export async function emptyDatabase(): Promise<string> {
  const server = await postgresServer()
  const name = nextName()
  await asOwner(server, `create database "${name}" template template0`)
  return server.url(name)
}

const nextName = () => `t_${systemIds.next().replaceAll('-', '')}`.toLowerCase()

async function asOwner(server: PostgresServer, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function start(folder: string): Promise<PostgresServer> {
  const home = join(folder, 'server')
  const ready = join(folder, 'ready')
  // Creating a folder succeeds for only one of several workers.
  if (makeFirst(home)) {
    const port = await sparePort()
    const server = serverOn(port)
    startIn(home, port, { isDurable: false })
    await asOwner(server, `create database ${template}`)
    await (await openPostgres(server.url(template), { onIdleError: () => {} })).destroy()
    writeFileSync(ready, String(port))
    return server
  }
  while (!existsSync(ready)) await new Promise((resolve) => setTimeout(resolve, 50))
  return serverOn(Number(readFileSync(ready, 'utf8')))
}

function serverOn(port: number): PostgresServer {
  return { port, url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}` }
}

function makeFirst(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 })
    return true
  } catch {
    return false
  }
}

/** `isDurable`: with the disk syncs that a crash test needs; other tests do not have to wait for them. */
function startIn(home: string, port: number, { isDurable }: { isDurable: boolean }): void {
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

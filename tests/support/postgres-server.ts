import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { systemIds } from '#server/runtime.ts'
import { openPostgres } from '#server/storage/database.ts'
import { noPostgresHere, startIn, urlOnPort } from './postgres-process.ts'
import { sparePort } from './server-process.ts'

/** The template database with the whole schema, from which others are copied. */
const template = 'empty'

/** Why a suite on PostgreSQL is skipped; null when there is a server. */
export const noPostgres = noPostgresHere

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
  return { port, url: (database) => urlOnPort(port, database) }
}

function makeFirst(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 })
    return true
  } catch {
    return false
  }
}

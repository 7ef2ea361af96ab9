import { rmSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compose } from '#server/compose.ts'
import { databaseFile, readConfig } from '#server/config.ts'
import type { Installation } from '#server/installation.ts'
import { type Logger, silentLogger, systemIds } from '#server/runtime.ts'
import { openDatabase } from '#server/storage/database.ts'
import type { Role } from '#shared/access.ts'
import type { CreatePlan } from '#shared/api/plans.ts'
import type { ProblemBody } from '#shared/errors.ts'
import { HandClock } from '../support/hand-clock.ts'
import { freshDatabase } from '../support/postgres-server.ts'
import { processesFolder } from '../support/processes-folder.ts'

export type Answer<T = unknown> = { status: number; body: T; headers: Headers }
const backgroundEveryMs = 5000

/** A short timeout for a silent mail server, and the longest possible retry delays. */
const smtp = { random: () => 1, timeoutMs: 1500 }

/** Migrated once for all installations of a worker: a migration for each took a quarter of the test time. */
let emptyDatabase: Promise<string> | undefined

async function makeEmptyDatabase(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wijktafel-empty-'))
  const file = join(folder, databaseFile)
  const db = await openDatabase(file)
  await db.destroy()
  // The worker may be killed; the remaining files are small and in the temporary folder.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return file
}

/** `TEST_DATABASE=postgres` runs the same tests on PostgreSQL. */
export const isOnPostgres = process.env['TEST_DATABASE'] === 'postgres'

type Place = { folder: string; settings: Record<string, string> }

/** An empty database with the schema, and the settings by which a server finds it. */
async function makeDatabase(folder: string): Promise<Record<string, string>> {
  if (isOnPostgres) return { DATABASE_URL: await freshDatabase() }
  emptyDatabase ??= makeEmptyDatabase()
  await copyFile(await emptyDatabase, join(folder, databaseFile))
  return {}
}

/** Capabilities of this computer that others may lack, and its timeout for an OpenID provider. */
export type Machine = { pdfCompiler?: null; oidcTimeoutMs?: number }

export type RequestOptions = {
  body?: unknown
  rawBody?: string
  headers?: Record<string, string>
  /** The address of the other end of the socket; none when omitted. */
  peer?: string
}

/** A whole installation on a temporary database, without a port. */
export class TestInstallation {
  readonly clock: HandClock
  readonly installation: Installation
  readonly #place: Place

  private constructor(place: Place, clock: HandClock, installation: Installation) {
    this.#place = place
    this.clock = clock
    this.installation = installation
  }

  static async open(
    environment: Record<string, string> = {},
    logger: Logger = silentLogger,
    machine: Machine = {},
  ): Promise<TestInstallation> {
    const folder = await mkdtemp(join(tmpdir(), 'wijktafel-http-'))
    const place = { folder, settings: await makeDatabase(folder) }
    const clock = new HandClock()
    return new TestInstallation(
      place,
      clock,
      await start(place, clock, { environment, logger, machine }),
    )
  }

  /** A second process on the same database, with a connection of its own. */
  async beside(environment: Record<string, string> = {}): Promise<TestInstallation> {
    return new TestInstallation(
      this.#place,
      this.clock,
      await start(this.#place, this.clock, { environment, logger: silentLogger }),
    )
  }

  /** The same installation in a new process, without its former memory. */
  async restart(environment: Record<string, string> = {}): Promise<TestInstallation> {
    await this.installation.close()
    return this.beside(environment)
  }

  async close(): Promise<void> {
    await this.installation.close()
    await rm(this.#place.folder, { recursive: true, force: true })
  }

  /** Moves the clock, and then runs a round of each background job. */
  async pass(ms: number): Promise<void> {
    // On PostgreSQL a job does not wait for the transaction of another one: it finds the work in the next round.
    for (const step of [ms, backgroundEveryMs, ...(isOnPostgres ? [backgroundEveryMs] : [])]) {
      this.clock.advance(step)
      await Promise.all(this.installation.background.map((work) => work.idle()))
    }
  }

  get folder(): string {
    return this.#place.folder
  }

  get db() {
    return this.installation.db
  }

  /** A client without a cookie. */
  visitor(): Person {
    return new Person(this, '')
  }

  /** A signed-in user. */
  async person(name: string, options: { email?: string; isAdmin?: boolean } = {}): Promise<Person> {
    const email = options.email ?? `${name.toLowerCase()}@voorbeeld.nl`
    const person = this.visitor()
    await person.signIn(
      await this.installation.links.forPerson({ email, name, isAdmin: options.isAdmin ?? false }),
    )
    return person
  }

  /** The events in the log of the plan, in order. */
  async events(planId: string): Promise<string[]> {
    const rows = await this.db
      .selectFrom('plan_changes')
      .select(['kind', 'body'])
      .where('plan_id', '=', planId)
      .orderBy('seq')
      .execute()
    return rows.map((row) =>
      row.kind === 'update' ? 'update' : JSON.parse(Buffer.from(row.body).toString()).type,
    )
  }
}

function start(
  { folder, settings }: Place,
  clock: HandClock,
  {
    environment,
    logger,
    machine = {},
  }: { environment: Record<string, string>; logger: Logger; machine?: Machine },
): Promise<Installation> {
  const read = readConfig({ DATA_DIR: folder, ...settings, ...environment })
  if (read.kind === 'wrong') throw new Error(read.problems.join('\n'))
  const formatsFolder = fileURLToPath(new URL('../../shared/formats', import.meta.url))
  return compose(
    read.config,
    { clock, ids: systemIds, logger, smtp, ...machine },
    { formatsFolder, clientFolder: join(folder, 'client'), processesFolder, version: 'proef' },
  )
}

export class Person {
  readonly #test: TestInstallation
  cookie: string

  constructor(test: TestInstallation, cookie: string) {
    this.#test = test
    this.cookie = cookie
  }

  /** The same user at the restarted server. */
  via(test: TestInstallation): Person {
    return new Person(test, this.cookie)
  }

  async ask<T = unknown>(
    method: string,
    path: string,
    { body, rawBody, headers = {}, peer }: RequestOptions = {},
  ): Promise<Answer<T>> {
    const sent = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
    const init = {
      method,
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    }
    const { app } = this.#test.installation
    const response = await app.request(path, init, {
      incoming: { socket: { remoteAddress: peer } },
    })
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
    if (cookies.length > 0) this.cookie = cookies.join('; ')
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      body: (isJson ? JSON.parse(text) : text) as T,
      headers: response.headers,
    }
  }

  /** The same, but fails the test with the problem if the request is refused. */
  async get<T>(path: string): Promise<T> {
    return this.#expect<T>('GET', path)
  }
  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#expect<T>('POST', path, body)
  }

  /** Status and error code of a refusal: `403 no-access`. */
  async refusal(method: string, path: string, options: RequestOptions = {}): Promise<string> {
    const { status, body } = await this.ask<ProblemBody>(method, path, options)
    return `${status} ${body.code}`
  }

  signIn(url: string): Promise<unknown> {
    return this.post('/api/sign-in', { token: tokenOf(url) })
  }

  async userId(): Promise<string> {
    return (await this.get<{ id: string }>('/api/me')).id
  }

  async createPlan(body: CreatePlan = smallPlan): Promise<string> {
    return (await this.post<{ id: string }>('/api/plans', body)).id
  }

  async invite(planId: string, role: Role, email?: string): Promise<string> {
    return (
      await this.post<{ url: string }>(`/api/plans/${planId}/invites`, {
        role,
        discipline: 'gemeente',
        ...(email === undefined ? {} : { email }),
      })
    ).url
  }

  /** A link into the account of a member, as a coordinator makes it. */
  async signInLinkFor(planId: string, userId: string): Promise<string> {
    const path = `/api/plans/${planId}/members/${userId}/sign-in-link`
    return (await this.post<{ url: string }>(path)).url
  }

  accept<T = { planId: string }>(url: string, body: unknown = {}): Promise<Answer<T>> {
    return this.ask<T>('POST', `/api/invites/${tokenOf(url)}/accept`, { body })
  }

  async #expect<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask<T>(method, path, body === undefined ? {} : { body })
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}

export const smallPlan: CreatePlan = {
  format: 'medrie-wijkplan',
  values: {
    wijk: 'Kraaienveen',
    team: 'Wijkteam Kraaienveen',
    periodFrom: '2026-01-01',
    periodTo: '2027-12-31',
  },
}

export function tokenOf(url: string): string {
  return new URL(url).searchParams.get('token') ?? ''
}

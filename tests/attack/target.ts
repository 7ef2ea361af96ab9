import { insertUser } from '#server/auth/users.ts'
import { openStorage } from '#server/open-storage.ts'
import { createPlan } from '#server/plans/create-plan.ts'
import { silentLogger, systemClock, systemIds } from '#server/runtime.ts'
import { loadFormats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import { createPlanTurns } from '#server/sync/replica/plan-document.ts'
import { Turns } from '#server/turns.ts'
import type { CreatePlan } from '#shared/api/plans.ts'
import { ApiClient } from '../support/api-client.ts'
import { ServerProcess } from '../support/server-process.ts'
import { ServerTurns } from './server-turns.ts'

export const values = {
  wijk: 'Kraaienveen',
  team: 'Kernteam',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

/** Writes directly to the database of the stopped server, because the limits refuse this much data over the API. */
export type Filling = {
  db: Storage
  createPlan(userId: string, body?: Partial<CreatePlan>): Promise<string>
  /** An account of its own and a link that signs it in. */
  addPerson(name: string): Promise<{ id: string; link: string }>
}

/** A built server in a process of its own, with an administrator who owns no attacked plan. */
export class Target {
  readonly server: ServerProcess
  readonly admin: ApiClient
  readonly turns: ServerTurns
  #people = 0

  private constructor(server: ServerProcess, admin: ApiClient, turns: ServerTurns) {
    this.server = server
    this.admin = admin
    this.turns = turns
  }

  static async start(): Promise<Target> {
    const turns = new ServerTurns()
    const server = await ServerProcess.start(turns.environment)
    const admin = await new ApiClient(server.url).signIn(await server.firstLink())
    return new Target(server, admin, turns)
  }

  get url(): string {
    return this.server.url
  }

  stop(): Promise<void> {
    return this.server.stop()
  }

  /** A signed-in user. */
  async person(name: string): Promise<ApiClient> {
    return this.signIn((await this.fill((filling) => filling.addPerson(name))).link)
  }

  signIn(link: string): Promise<ApiClient> {
    return new ApiClient(this.url).signIn(link)
  }

  /** Writes into the database of the stopped server and starts it again. */
  async fill<T>(write: (filling: Filling) => Promise<T>): Promise<T> {
    await this.server.terminate()
    const world = { clock: systemClock, ids: systemIds, logger: silentLogger }
    const { db, writer, links } = await openStorage({
      ...world,
      dataDir: this.server.dataDir,
      database: { kind: 'sqlite' },
      publicUrl: this.url,
    })
    try {
      const formats = await loadFormats({ folders: ['shared/formats'], db })
      return await write({
        db,
        createPlan: (userId, body = {}) =>
          createPlan({ ...world, formats, writer, turns: createPlanTurns(new Turns()) }, userId, {
            format: 'hecht-wijkverband',
            values,
            ...body,
          }),
        addPerson: async (name) => {
          const email = `${name.toLowerCase()}-${++this.#people}@voorbeeld.nl`
          const { id } = await insertUser(db, {
            id: systemIds.next(),
            name,
            email,
            isAdmin: false,
            isEmailProven: true,
            now: systemClock.now(),
          })
          const link = await links.forPerson({ name, email, isAdmin: false })
          return { id, link }
        },
      })
    } finally {
      await db.destroy()
      await this.server.up()
    }
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text()
    return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text)?.[1] ?? 0)
  }

  /** Resident memory of the server, in MB. */
  async residentMb(): Promise<number> {
    return Math.round((await this.metric('process_resident_memory_bytes')) / 1024 / 1024)
  }
}

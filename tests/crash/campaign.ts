import { ApiClient } from '../support/api-client.ts'
import type { Random } from '../support/random.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'
import { Typist } from './typist.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Kernteam',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
export type RunResult = {
  written: number
  acked: number
  lost: number
  doubled: number
  milliseconds: number
}

/** A real server that is killed repeatedly during typing; one data folder, so that history and snapshots build up. */
export class Campaign {
  readonly #server: ServerProcess
  readonly #cookie: string
  readonly #typists: Typist[]

  private constructor(server: ServerProcess, cookie: string, typists: Typist[]) {
    this.#server = server
    this.#cookie = cookie
    this.#typists = typists
  }

  static async start({
    plans,
    clientsPerPlan,
  }: {
    plans: number
    clientsPerPlan: number
  }): Promise<Campaign> {
    const server = await ServerProcess.start()
    const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
    const typists: Typist[] = []
    for (let i = 0; i < plans; i++) {
      const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
      for (let who = 0; who < clientsPerPlan; who++)
        typists.push(
          new Typist(
            planId,
            `test:${who}`,
            new SyncClient(server.url, planId, { cookie: coordinator.cookie }),
          ),
        )
    }
    const campaign = new Campaign(server, coordinator.cookie, typists)
    await campaign.#online()
    return campaign
  }

  /** Types, kills the server at a random moment, restarts it and checks the remaining data. */
  async run(random: Random): Promise<RunResult> {
    const startedAt = performance.now()
    const before = this.#sum((typist) => typist.acked + 1)
    const wanted = random.between(10, 300)
    const written = this.#sum((typist) => typist.next)
    // The moment of the kill depends on the acknowledgements, so that there is always data to lose.
    for (let acked = 0; acked < wanted; acked = this.#sum((typist) => typist.acked + 1) - before) {
      for (
        let burst = random.weighted({ one: 6, some: 2 }) === 'one' ? 1 : random.between(2, 12);
        burst > 0;
        burst--
      )
        random.pick(this.#typists)?.type()
      if (random.chance(0.5)) await new Promise((resolve) => setImmediate(resolve))
      for (const each of this.#typists) each.noteAcks()
    }
    for (let turns = random.below(10); turns > 0; turns--)
      await new Promise((resolve) => setImmediate(resolve))
    await this.#server.kill()
    // Acknowledgements that left the server before it died count: the clients received them.
    for (const typist of this.#typists) typist.disconnect()
    const acked = this.#sum((typist) => typist.acked + 1) - before
    await this.#server.up()
    const { lost, doubled } = await this.#compare()
    for (const typist of this.#typists) typist.client.provider.connect()
    await this.#online()
    return {
      written: this.#sum((typist) => typist.next) - written,
      acked,
      lost,
      doubled,
      milliseconds: performance.now() - startedAt,
    }
  }

  /** At the end every typed number is there once, acknowledged or not. */
  async finish(): Promise<{ lost: number; doubled: number; typed: number }> {
    const result = await this.#compare()
    for (const typist of this.#typists) typist.client.close()
    const typed = this.#sum((typist) => typist.next)
    await this.#server.stop()
    return { ...result, typed }
  }

  /** The data of the server itself, read by new clients. */
  async #compare(): Promise<{ lost: number; doubled: number }> {
    let [lost, doubled] = [0, 0]
    const plans = [...new Set(this.#typists.map((typist) => typist.planId))]
    await Promise.all(
      plans.map(async (planId) => {
        const reader = new SyncClient(this.#server.url, planId, { cookie: this.#cookie })
        await reader.until(() => reader.provider.synced, 'a reader is synced')
        for (const typist of this.#typists.filter((candidate) => candidate.planId === planId)) {
          const found = typist.compare(reader.doc)
          lost += found.lost
          doubled += found.doubled
        }
        reader.close()
      }),
    )
    return { lost, doubled }
  }

  async #online(): Promise<void> {
    await Promise.all(this.#typists.map((typist) => typist.saved()))
  }

  #sum(of: (typist: Typist) => number): number {
    return this.#typists.reduce((sum, typist) => sum + of(typist), 0)
  }
}

import { ApiClient } from '../support/api-client.ts'
import { PostgresInstance } from '../support/postgres-instance.ts'
import type { Random } from '../support/random.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'
import { TcpRelay } from '../support/tcp-relay.ts'
import { Typist } from './typist.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Kernteam',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
const standbyName = 'tweede_schijf'
/** A change shows on another node within two seconds, also when its notification was lost. */
const shownWithinMs = 10_000
const savedWithinMs = 60_000
/** Typed and not acknowledged yet, by everyone together: more would only wait for the servers. */
const mostWaiting = 60

export type Disaster = 'node' | 'database' | 'promotion'

export type Round = {
  written: number
  acked: number
  lost: number
  doubled: number
  /** Screens that did not show the same as all others. */
  unequal: number
  /** From the kill until the last connection that it broke was closed, and until the last one was back. */
  toldMs: number
  backMs: number
}

export type CampaignOptions = {
  nodes: number
  plans: number
  clientsPerPlan: number
  hasStandby: boolean
  settings?: Readonly<Record<string, string>>
}

/**
 * Several real servers on one real PostgreSQL, with people on all of them, of which one after another is killed. People and
 * servers reach each other as behind a load balancer, and the servers their database by an address that moves to the
 * standby.
 */
export class NodeCampaign {
  #primary: PostgresInstance
  #standby: PostgresInstance | null
  readonly #toDatabase: TcpRelay
  readonly #toNodes: TcpRelay
  readonly #nodes: readonly ServerProcess[]
  readonly #cookie: string
  readonly #typists: readonly Typist[]
  /** Servers that were killed and are starting again; meanwhile the others are killed. */
  readonly #rising = new Map<ServerProcess, Promise<unknown>>()

  private constructor(made: {
    primary: PostgresInstance
    standby: PostgresInstance | null
    toDatabase: TcpRelay
    toNodes: TcpRelay
    nodes: readonly ServerProcess[]
    cookie: string
    typists: readonly Typist[]
  }) {
    this.#primary = made.primary
    this.#standby = made.standby
    this.#toDatabase = made.toDatabase
    this.#toNodes = made.toNodes
    this.#nodes = made.nodes
    this.#cookie = made.cookie
    this.#typists = made.typists
  }

  static async start(options: CampaignOptions): Promise<NodeCampaign> {
    const primary = await PostgresInstance.start(options.settings)
    await primary.query('create database wijktafel')
    const standby = options.hasStandby ? await follow(primary) : null
    const toDatabase = await TcpRelay.start([primary.port])
    const environment = {
      DATABASE_URL: `postgres://postgres@127.0.0.1:${toDatabase.port}/wijktafel`,
      SECRET_KEY: 'voor-deze-proef-en-nergens-anders',
    }
    const nodes: ServerProcess[] = []
    for (let n = 0; n < options.nodes; n++) nodes.push(await ServerProcess.start(environment))
    const toNodes = await TcpRelay.start(nodes.map(({ port }) => port))
    const [first, last] = [nodes[0], nodes.at(-1)]
    if (first === undefined || last === undefined) throw new Error('A campaign needs servers.')
    // Each start makes the link anew; the last one counts.
    const coordinator = await new ApiClient(first.url).signIn(await last.firstLink())
    const { cookie } = coordinator
    const typists: Typist[] = []
    for (let plan = 0; plan < options.plans; plan++) {
      const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
      for (let who = 0; who < options.clientsPerPlan; who++) {
        const client = new SyncClient(`http://127.0.0.1:${toNodes.port}`, planId, { cookie })
        typists.push(new Typist(planId, `test:${who}`, client))
      }
    }
    await Promise.all(typists.map((typist) => typist.saved()))
    return new NodeCampaign({ primary, standby, toDatabase, toNodes, nodes, cookie, typists })
  }

  /** Types, lets the disaster happen at a random moment, types on meanwhile, and compares what everyone sees in the end. */
  async round(disaster: Disaster, random: Random): Promise<Round> {
    const [written, acked] = [this.#sum(({ next }) => next), this.#acked()]
    await this.#spread(random)
    for (const typist of this.#typists) typist.longestAwayMs = 0
    await this.#typeUntilAcked(random, random.between(20, 200))
    for (let turns = random.below(10); turns > 0; turns--) await turn()
    const ackedBefore = this.#acked() - acked
    const at = performance.now()
    const told = this.#whenTold(at)
    const repair = await this.#strike(disaster, random)
    for (let burst = random.below(20); burst > 0; burst--) random.pick(this.#typists)?.type()
    await repair()
    await Promise.all(this.#typists.map((typist) => typist.saved(savedWithinMs)))
    const backMs = Math.max(...this.#typists.map(({ longestAwayMs }) => longestAwayMs))
    return {
      written: this.#sum(({ next }) => next) - written,
      acked: ackedBefore,
      ...(await this.#compare()),
      toldMs: told(),
      backMs,
    }
  }

  /** Waits for servers that are starting, and compares once more. */
  async settle(): Promise<Pick<Round, 'lost' | 'doubled' | 'unequal'>> {
    await Promise.all(this.#rising.values())
    return await this.#compare()
  }

  async finish(): Promise<void> {
    for (const { client } of this.#typists) client.close()
    await Promise.all(this.#nodes.map((node) => node.stop()))
    await this.#toNodes.stop()
    await this.#toDatabase.stop()
    await this.#standby?.remove()
    await this.#primary.remove()
  }

  /** Resolves when it has happened, with what makes it good again. */
  async #strike(disaster: Disaster, random: Random): Promise<() => Promise<void>> {
    switch (disaster) {
      case 'node': {
        const node = random.pick(this.#running())
        await node?.kill()
        return async () => {
          // Its people are elsewhere before it is back.
          await Promise.all(this.#typists.map((typist) => typist.saved(savedWithinMs)))
          if (node === undefined) return
          const rising = node.up().finally(() => this.#rising.delete(node))
          this.#rising.set(node, rising)
        }
      }
      case 'database':
        await this.#primary.kill(random.chance(0.5) ? 'SIGKILL' : 'SIGQUIT')
        return () => this.#primary.up()
      case 'promotion': {
        const [old, standby] = [this.#primary, this.#standby]
        if (standby === null) throw new Error('There is no standby.')
        await old.kill('SIGKILL')
        return async () => {
          await standby.promote()
          // Its own standby is still to be made; until then nobody would be acknowledged.
          await standby.set({ synchronous_standby_names: '' })
          this.#toDatabase.pointTo([standby.port])
          this.#primary = standby
          await Promise.all(this.#typists.map((typist) => typist.saved(savedWithinMs)))
          await old.remove()
          this.#standby = await follow(standby)
        }
      }
    }
  }

  /** People on all servers that run, of which one stays for the people of another. */
  async #spread(random: Random): Promise<void> {
    while (this.#running().length < Math.min(2, this.#nodes.length))
      await Promise.race(this.#rising.values())
    for (const typist of this.#typists) {
      if (random.chance(0.5)) continue
      typist.disconnect()
      typist.client.provider.connect()
    }
    await Promise.all(this.#typists.map((typist) => typist.saved(savedWithinMs)))
  }

  async #typeUntilAcked(random: Random, wanted: number): Promise<void> {
    const before = this.#acked()
    for (let acked = 0; acked < wanted; acked = this.#acked() - before) {
      await turn()
      if (this.#sum(({ next }) => next) - this.#acked() > mostWaiting) continue
      const some = random.weighted({ one: 6, some: 2 })
      for (let n = some === 'one' ? 1 : random.between(2, 12); n > 0; n--)
        random.pick(this.#typists)?.type()
    }
  }

  /** Until the last of the connections that break was closed: in milliseconds from `at`. */
  #whenTold(at: number): () => number {
    let last = at
    const note = () => {
      last = performance.now()
    }
    for (const { client } of this.#typists) client.provider.once('connection-close', note)
    return () => {
      for (const { client } of this.#typists) client.provider.off('connection-close', note)
      return last - at
    }
  }

  /** What each person sees, and what each server gives a newcomer. */
  async #compare(): Promise<Pick<Round, 'lost' | 'doubled' | 'unequal'>> {
    const result = { lost: 0, doubled: 0, unequal: 0 }
    for (const planId of new Set(this.#typists.map((typist) => typist.planId))) {
      const typists = this.#typists.filter((typist) => typist.planId === planId)
      const readers = this.#running().map(
        ({ url }) => new SyncClient(url, planId, { cookie: this.#cookie }),
      )
      for (const screen of [...readers, ...typists.map(({ client }) => client)]) {
        const faults = () => typists.map((typist) => typist.compare(screen.doc))
        const isWhole = () =>
          screen.provider.synced && faults().every(({ lost, doubled }) => lost + doubled === 0)
        await screen.until(isWhole, 'whole', shownWithinMs).catch(() => undefined)
        for (const { lost, doubled } of faults()) {
          result.lost += lost
          result.doubled += doubled
        }
        const [own, first] = [screen, readers[0]].map((each) =>
          typists.map(({ list }) => each?.doc.getText(list).toString()).join('|'),
        )
        if (own !== first) result.unequal++
      }
      for (const reader of readers) reader.close()
    }
    return result
  }

  #running(): ServerProcess[] {
    return this.#nodes.filter((node) => !this.#rising.has(node))
  }

  #acked(): number {
    for (const typist of this.#typists) typist.noteAcks()
    return this.#sum(({ acked }) => acked + 1)
  }

  #sum(of: (typist: Typist) => number): number {
    return this.#typists.reduce((sum, typist) => sum + of(typist), 0)
  }
}

/** A standby that has every change before anyone is told that it is saved. */
async function follow(primary: PostgresInstance): Promise<PostgresInstance> {
  const standby = await primary.standby(standbyName)
  await primary.set({ synchronous_standby_names: standbyName })
  return standby
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

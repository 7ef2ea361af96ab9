import { afterEach, describe, expect, test, vi } from 'vitest'
import type { LocalStore } from '#client/sync/device/local-copy.ts'
import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from '../../support/api-client.ts'
import { memoryStore } from '../../support/memory-store.ts'
import { NetworkedPerson, until, untilWritten, write } from '../../support/networked-person.ts'
import { noPostgres, PostgresInstance, withoutDisk } from '../../support/postgres-instance.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { SyncClient } from '../../support/sync-client.ts'
import { TcpRelay } from '../../support/tcp-relay.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Wijkteam Kraaienveen',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

/** A primary with a standby that nobody waits for, and servers that reach whichever is the primary. */
describe.skipIf(noPostgres !== null)('a standby that is promoted while it is behind', () => {
  const ending: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end()
  })

  async function begin({ servers }: { servers: number }) {
    const primary = await PostgresInstance.start(withoutDisk)
    ending.push(() => primary.remove())
    await primary.query('create database wijktafel')
    const standby = await primary.standby('tweede')
    ending.push(() => standby.remove())
    const toDatabase = await TcpRelay.start([primary.port])
    ending.push(() => toDatabase.stop())
    const toServers = await TcpRelay.start([])
    ending.push(() => toServers.stop())
    const publicUrl = `http://127.0.0.1:${toServers.port}`
    const nodes: ServerProcess[] = []
    for (let n = 0; n < servers; n++) {
      const node = await ServerProcess.start({
        DATABASE_URL: `postgres://postgres@127.0.0.1:${toDatabase.port}/wijktafel`,
        SECRET_KEY: 'voor-deze-proef-en-nergens-anders',
        PUBLIC_URL: publicUrl,
      })
      ending.push(() => node.stop())
      nodes.push(node)
    }
    toServers.pointTo(nodes.map(({ port }) => port))
    const link = await nodes.at(-1)?.firstLink()
    const els = await new ApiClient(publicUrl).signIn(link ?? '')
    const planId = await els.createPlan({ format: 'medrie-wijkplan', values })
    const quiet = await els.createPlan({ format: 'medrie-wijkplan', values })
    const { cookie } = els
    const open = (plan: string, store?: LocalStore) =>
      new NetworkedPerson({ url: publicUrl, origin: publicUrl, cookie }).open(plan, 'direct', store)
    const replayed = async () => {
      const [row] = await primary.query<{ at: string }>('select pg_current_wal_lsn() as at')
      for (;;) {
        const [state] = await standby.query<{ is: boolean }>(
          `select pg_last_wal_replay_lsn() >= '${row?.at}' as is`,
        )
        if (state?.is === true) return
      }
    }
    return { primary, standby, toDatabase, toServers, nodes, els, planId, quiet, open, replayed }
  }
  type World = Awaited<ReturnType<typeof begin>>

  /** What is written from now on is acknowledged, and never reaches the standby. */
  async function letItFallBehind({ standby, replayed }: World) {
    await replayed()
    await standby.set({ primary_conninfo: '' })
    const isCut = async () => {
      const [row] = await standby.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_wal_receiver where status = 'streaming'`,
      )
      return row?.n === 0
    }
    while (!(await isCut())) await new Promise((resolve) => setImmediate(resolve))
  }

  async function failOver({ primary, standby, toDatabase }: World) {
    await primary.kill('SIGKILL')
    await standby.promote()
    toDatabase.pointTo([standby.port])
  }

  test('EP3 a plan whose last changes are lost gets a new epoch: screens keep their work to compare, and other plans go on', async () => {
    const world = await begin({ servers: 2 })
    const { open, planId, quiet, els } = world
    const [screen, other] = [open(planId), open(quiet)]
    for (const { connection } of [screen, other])
      await until(connection, ({ kind }) => kind === 'live', 'live', 10_000)
    write(screen, 'op twee schijven')
    write(other, 'ook hier')
    await Promise.all([screen.whenSaved(), other.whenSaved()])
    const before = (await els.content(planId)).epoch
    await letItFallBehind(world)
    write(screen, 'op één schijf')
    await screen.whenSaved()
    await failOver(world)
    await until(screen.connection, ({ kind }) => kind === 'closed', 'told', 30_000)
    expect(screen.connection.get()).toEqual({ kind: 'closed', code: 'other-epoch' })
    expect(screen.rescueCopy().text).toContain('op één schijf')
    // The other server finds the new epoch when it looks at the heads of its plans.
    const isRenewed = async () => (await els.content(planId)).epoch !== before
    await vi.waitUntil(isRenewed, { timeout: 10_000 })
    expect((await els.content(planId)).values['gemeente']).toBe('op twee schijven')
    // Nothing of this plan was lost, so nobody is bothered.
    await until(other.connection, ({ kind }) => kind === 'live', 'goes on', 30_000)
    write(other, 'en verder')
    await other.whenSaved()
    // The work is brought again, in the plan as it is now.
    const again = open(planId)
    await untilWritten(again, 'op twee schijven', 10_000)
    write(again, screen.content.get().values['gemeente'] as string)
    await again.whenSaved()
    expect((await els.content(planId)).values['gemeente']).toBe('op één schijf')
    for (const session of [screen, other, again]) session.close()
  }, 180_000)

  test('OF8 a plan that was made in what is lost: its screens keep their copy, although all of it was saved', async () => {
    const world = await begin({ servers: 2 })
    const { els, open } = world
    await letItFallBehind(world)
    const made = await els.createPlan({ format: 'medrie-wijkplan', values })
    const removed = await els.createPlan({ format: 'medrie-wijkplan', values })
    const store = memoryStore()
    const screens = [open(made, store), open(removed)]
    for (const screen of screens) {
      write(screen, 'alleen hier')
      await screen.whenSaved()
    }
    await failOver(world)
    for (const screen of screens) {
      await until(screen.connection, ({ kind }) => kind === 'closed', 'told', 30_000)
      expect(screen.connection.get()).toEqual({ kind: 'closed', code: 'plan-lost' })
      expect(screen.hasUnsaved.get()).toBe(false)
      expect(screen.rescueCopy().text).toContain('alleen hier')
    }
    expect([...store.rescues.values()]).toMatchObject([
      { planId: made, reason: 'plan-lost', hasUnsent: false },
    ])
    for (const screen of screens) screen.close()
  }, 180_000)

  test('EP3 the screen itself knows it, when the servers died with the database and others wrote meanwhile', async () => {
    const world = await begin({ servers: 1 })
    const { nodes, open, planId, els, toServers } = world
    const screen = open(planId)
    await until(screen.connection, ({ kind }) => kind === 'live', 'live', 10_000)
    write(screen, 'op twee schijven')
    await screen.whenSaved()
    await letItFallBehind(world)
    write(screen, 'op één schijf')
    await screen.whenSaved()
    const [node] = nodes
    toServers.pointTo([])
    await node?.kill()
    await failOver(world)
    await node?.up()
    // Others are back first, and the log of the plan is longer than it was.
    const quick = new SyncClient(node?.url ?? '', planId, { cookie: els.cookie })
    await quick.until(() => quick.isSaved, 'joined')
    for (let n = 0; n < 5; n++) {
      planValues(quick.doc).set('team', `Team ${n}`)
      await quick.until(() => quick.isSaved, 'saved')
    }
    toServers.pointTo([node?.port ?? 0])
    screen.reconnect()
    await until(screen.connection, ({ kind }) => kind === 'closed', 'told', 30_000)
    expect(screen.connection.get()).toEqual({ kind: 'closed', code: 'other-epoch' })
    const plain = new SyncClient(node?.url ?? '', planId, { cookie: els.cookie })
    await plain.until(() => plain.provider.synced, 'reads')
    expect(planValues(plain.doc).get('gemeente')).toBe('op twee schijven')
    for (const client of [plain, quick]) client.close()
    screen.close()
  }, 180_000)

  test('EP3 OF2 the page was closed and the servers died with the database: the device still says what it knew, and keeps the work apart', async () => {
    const world = await begin({ servers: 1 })
    const { nodes, open, planId, els, toServers } = world
    const store = memoryStore()
    const page = open(planId, store)
    await until(page.connection, ({ kind }) => kind === 'live', 'live', 10_000)
    write(page, 'op twee schijven')
    await page.whenSaved()
    await letItFallBehind(world)
    write(page, 'op één schijf')
    await page.whenSaved()
    const [node] = nodes
    toServers.pointTo([])
    await node?.kill()
    write(page, 'nooit verstuurd')
    page.close()
    await failOver(world)
    await node?.up()
    const quick = new SyncClient(node?.url ?? '', planId, { cookie: els.cookie })
    await quick.until(() => quick.isSaved, 'joined')
    for (let n = 0; n < 5; n++) {
      planValues(quick.doc).set('team', `Team ${n}`)
      await quick.until(() => quick.isSaved, 'saved')
    }
    toServers.pointTo([node?.port ?? 0])
    const reloaded = open(planId, store)
    await until(reloaded.connection, ({ kind }) => kind === 'closed', 'told', 30_000)
    expect(reloaded.connection.get()).toEqual({ kind: 'closed', code: 'other-epoch' })
    expect(reloaded.rescueCopy().text).toContain('nooit verstuurd')
    expect([...store.rescues.values()]).toEqual([
      expect.objectContaining({ reason: 'other-epoch', hasUnsent: true }),
    ])
    expect((await els.content(planId)).values).toMatchObject({
      gemeente: 'op twee schijven',
      team: 'Team 4',
    })
    // It is brought again by its user.
    reloaded.leaveLocalCopy()
    reloaded.close()
    const again = open(planId, store)
    await untilWritten(again, 'op twee schijven', 10_000)
    write(again, 'nooit verstuurd')
    await again.whenSaved()
    for (const client of [quick, again]) client.close()
  }, 180_000)

  test('EP1 a primary from before that comes back is refused: by servers, also after a restart, and by screens that were on the new one', async () => {
    const world = await begin({ servers: 2 })
    const { primary, standby, nodes, toDatabase, toServers, open, planId, replayed } = world
    const screen = open(planId)
    const { connection } = screen
    await until(connection, ({ kind }) => kind === 'live', 'live', 10_000)
    write(screen, 'op twee schijven')
    await screen.whenSaved()
    await replayed()
    await failOver(world)
    await until(connection, ({ kind }) => kind !== 'live', 'away', 30_000)
    await until(connection, ({ kind }) => kind === 'live', 'back', 30_000)
    write(screen, 'na de overname')
    await screen.whenSaved()
    const headOf = async (of: PostgresInstance) =>
      (
        await of.query<{ seq: string }>(`select seq from plans where id = '${planId}'`, 'wijktafel')
      )[0]?.seq

    await primary.up()
    const old = await headOf(primary)
    // The address leads to the old one again, and each connection breaks.
    toDatabase.pointTo([primary.port])
    const all =
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wijktafel'"
    await standby.query(all)
    await until(connection, ({ kind }) => kind !== 'live', 'refused', 30_000)
    write(screen, 'naar de verkeerde')
    const [first, second] = nodes as [ServerProcess, ServerProcess]
    const readyz = async () => (await fetch(`http://127.0.0.1:${first.port}/readyz`)).status
    await vi.waitUntil(async () => (await readyz()) === 503, { timeout: 10_000 })

    // Started again, it still knows it.
    await second.kill()
    await expect(second.up()).rejects.toThrow('the primary from before a promotion')

    // A server that was never on the new one can't know it; the screen does.
    const stranger = await ServerProcess.start({
      DATABASE_URL: `postgres://postgres@127.0.0.1:${primary.port}/wijktafel`,
      SECRET_KEY: 'voor-deze-proef-en-nergens-anders',
      PUBLIC_URL: `http://127.0.0.1:${toServers.port}`,
    })
    ending.push(() => stranger.stop())
    toServers.pointTo([stranger.port])
    screen.reconnect()
    await stranger.printed(/A client was on \d+-2, and PostgreSQL is on \d+-1/)
    expect(connection.get().kind).not.toBe('live')
    expect(await headOf(primary)).toBe(old)

    toDatabase.pointTo([standby.port])
    await vi.waitUntil(async () => (await readyz()) === 200, { timeout: 20_000 })
    toServers.pointTo([first.port])
    screen.reconnect()
    await until(connection, ({ kind }) => kind === 'live', 'on the new one', 30_000)
    await screen.whenSaved()
    expect((await world.els.content(planId)).values['gemeente']).toBe('naar de verkeerde')
    screen.close()
  }, 180_000)

  test('EP1 nothing is lost by a promotion when the standby has everything, and the epoch stays', async () => {
    const world = await begin({ servers: 2 })
    const { open, planId, els, replayed } = world
    const screen = open(planId)
    await until(screen.connection, ({ kind }) => kind === 'live', 'live', 10_000)
    write(screen, 'overal')
    await screen.whenSaved()
    const before = (await els.content(planId)).epoch
    await replayed()
    await failOver(world)
    await until(screen.connection, ({ kind }) => kind !== 'live', 'away', 30_000)
    await until(screen.connection, ({ kind }) => kind === 'live', 'back', 30_000)
    write(screen, 'en verder')
    await screen.whenSaved()
    const after = await els.content(planId)
    expect(after.values['gemeente']).toBe('en verder')
    expect(after.epoch).toBe(before)
    screen.close()
  }, 180_000)
})

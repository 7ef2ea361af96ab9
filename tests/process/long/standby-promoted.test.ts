import { afterEach, describe, expect, test, vi } from 'vitest'
import { until, write } from '../../support/networked-person.ts'
import { noPostgres, type PostgresInstance } from '../../support/postgres-instance.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { beginWithStandby, failOver } from '../../support/standby-world.ts'

describe.skipIf(noPostgres !== null)('a standby that is promoted', () => {
  const ending: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end()
  })
  const begin = (given: { servers: number }) => beginWithStandby(ending, given)

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

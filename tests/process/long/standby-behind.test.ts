import { afterEach, describe, expect, test, vi } from 'vitest'
import { planValues } from '#shared/plan/layout.ts'
import { memoryStore } from '../../support/memory-store.ts'
import { until, untilWritten, write } from '../../support/networked-person.ts'
import { noPostgres } from '../../support/postgres-instance.ts'
import { beginWithStandby, failOver, letItFallBehind, values } from '../../support/standby-world.ts'
import { SyncClient } from '../../support/sync-client.ts'

describe.skipIf(noPostgres !== null)('a standby that is promoted while it is behind', () => {
  const ending: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end()
  })
  const begin = (given: { servers: number }) => beginWithStandby(ending, given)

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
})

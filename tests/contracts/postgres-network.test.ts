import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Logger, silentLogger, systemClock } from '#server/runtime.ts'
import { openPostgres } from '#server/storage/database.ts'
import { createSqlPlanLog } from '#server/storage/plan-log-sql.ts'
import { Lines } from '#server/storage/postgres/lines.ts'
import { PostgresCluster } from '#server/storage/postgres/postgres-cluster.ts'
import { meaningOf } from '#server/storage/storage-faults.ts'
import type { Storage } from '#server/storage/tables.ts'
import { HandClock } from '../support/hand-clock.ts'
import { addPlanRow } from '../support/plan-row.ts'
import { PostgresProxy, type Verdict } from '../support/postgres-proxy.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'

const quiet = { onIdleError: () => {} }

describe.skipIf(noPostgres !== null)('between a server and PostgreSQL', () => {
  let url: string
  let direct: Storage
  const stopping: (() => Promise<void>)[] = []
  beforeEach(async () => {
    url = await freshDatabase()
    direct = await openPostgres(url, quiet)
    await addPlanRow(direct, 'a')
  })
  afterEach(async () => {
    for (const stop of stopping.splice(0).reverse()) await stop()
    await direct.destroy()
  })

  async function through(judges: Parameters<typeof PostgresProxy.start>[1]): Promise<string> {
    const proxy = await PostgresProxy.start(url, judges)
    stopping.push(() => proxy.stop())
    return proxy.url
  }
  const update = (byte: number) =>
    ({ planId: 'a', actor: null, body: { kind: 'update', update: Uint8Array.of(byte) } }) as const
  const logged = async () =>
    (await createSqlPlanLog({ db: direct, clock: systemClock }).load('a'))?.changes.map(
      ({ body }) => (body.kind === 'update' ? body.update[0] : null),
    )

  /** Cuts the line of a client at its next statement of this text. */
  async function cutAt(statement: string, letter = 'Q') {
    let isArmed = false
    const fromClient = (type: string, body: string): Verdict => {
      if (!isArmed || type !== letter || !body.includes(statement)) return 'pass'
      isArmed = false
      return 'cut'
    }
    const db = await openPostgres(await through({ fromClient }), quiet)
    stopping.push(() => db.destroy())
    return {
      log: createSqlPlanLog({ db, clock: systemClock }),
      arm: () => {
        isArmed = true
      },
    }
  }

  test('AK1 UP2 a commit whose answer is lost is known to have taken effect, and is logged once', async () => {
    const { log, arm } = await cutAt('commit')
    expect(await log.append([update(1)])).toMatchObject([{ seq: 1 }])
    arm()
    expect(await log.append([update(2)])).toMatchObject([{ seq: 2 }])
    expect(await log.append([update(3)])).toMatchObject([{ seq: 3 }])
    expect(await logged()).toEqual([1, 2, 3])
  })

  test('AK1 ST8 a change whose connection broke before its commit is refused, and the next one goes on', async () => {
    const { log, arm } = await cutAt('begin')
    arm()
    const error = await log.append([update(1)]).catch((reason: unknown) => reason)
    expect(meaningOf(error)).toEqual({ code: '08006', meaning: 'refuse' })
    expect(await log.append([update(2)])).toMatchObject([{ seq: 1 }])
    expect(await logged()).toEqual([2])
  })

  test('AK1 UP2 a change whose connection broke between its statements and their commit is refused, and is not logged', async () => {
    // B binds the values of a prepared statement; the commit behind it is on its way already.
    const { log, arm } = await cutAt('move-heads', 'B')
    expect(await log.append([update(1)])).toMatchObject([{ seq: 1 }])
    arm()
    const error = await log.append([update(2)]).catch((reason: unknown) => reason)
    expect(meaningOf(error)).toEqual({ code: '08006', meaning: 'refuse' })
    expect(await log.append([update(3)])).toMatchObject([{ seq: 2 }])
    expect(await logged()).toEqual([1, 3])
  })

  test('a statement that PostgreSQL refuses takes its changes back, and the connection goes on', async () => {
    const { log } = await cutAt('nothing')
    const refused = { ...update(1), actor: 'nobody' }
    await sql`alter table plan_changes add constraint none check (actor is null)`.execute(direct)
    const error = await log.append([refused]).catch((reason: unknown) => reason)
    expect(meaningOf(error)).toEqual({ code: '23514', meaning: 'request' })
    expect(await log.append([update(2)])).toMatchObject([{ seq: 1 }])
    expect(await logged()).toEqual([2])
  })

  test('a pooler that swallows notifications is told at the start, and a connection that delivers them is not', async () => {
    const warnings: string[] = []
    const logger: Logger = { ...silentLogger, warn: (_, text) => void warnings.push(text) }
    const clock = new HandClock()
    const open = async (address: string) => {
      const lines = new Lines()
      const cluster = await PostgresCluster.open({
        url: address,
        lines,
        timelines: { admit: async () => null },
        nodeId: 'n',
        clock,
        logger,
      })
      stopping.push(() => cluster.close())
    }
    // N, O and the like go on; A is a notification.
    await open(await through({ fromServer: (type) => (type === 'A' ? 'drop' : 'pass') }))
    clock.advance(2_000)
    expect(warnings).toEqual([expect.stringContaining('pooler in transaction mode')])
    await open(url)
    await vi.waitUntil(() => clock.pending === 0)
    clock.advance(10_000)
    expect(warnings).toHaveLength(1)
  })
})

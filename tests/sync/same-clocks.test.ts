import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createSqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { type DatabaseUnderTest, databases } from '../support/databases.ts'
import { HandClock } from '../support/hand-clock.ts'
import { textOf, type } from '../support/one-text.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { addPlanRow } from '../support/plan-row.ts'
import type { SimClient } from '../support/sim-client.ts'
import type { SimLog } from '../support/sim-log.ts'
import { SimStorage, SqlSimLog } from '../support/sim-log-sql.ts'
import { SimNetwork } from '../support/sim-network.ts'

type Node = SimNetwork<SimLog>
type Under = {
  logs: readonly [SimLog, SimLog]
  settled?: () => Promise<void>
  /** Both servers inside their commit before either one goes on. */
  atBarrier(nodes: readonly Node[]): Promise<void>
}

const clientId = 66

/** An update of the client, as it made it in a document of its own. */
function under(...texts: string[]): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientId
  for (const text of texts) doc.getText('t').insert(doc.getText('t').length, text)
  return Y.encodeStateAsUpdate(doc)
}

async function inMemory(): Promise<Under> {
  const log = new MemoryPlanLog(new HandClock())
  log.addPlan('plan')
  return {
    logs: [log, log.beside()],
    // Both servers tried their update; their commits run one after the other.
    atBarrier: async (nodes) => void (await Promise.all(nodes.map((node) => node.commit()))),
  }
}

function onPostgres(
  database: DatabaseUnderTest,
  dbs: readonly [Storage, Storage],
): () => Promise<Under> {
  return async () => {
    await database.db.deleteFrom('plan_changes').where('plan_id', '=', 'plan').execute()
    await database.db.updateTable('plans').set({ seq: 0 }).where('id', '=', 'plan').execute()
    const clock = new HandClock()
    const storage = new SimStorage(dbs.map((db) => createSqlPlanLog({ db, clock })))
    const log = new SqlSimLog(storage)
    const settled = async () => {
      for (let end = storage.nextEnd(); end !== null; end = storage.nextEnd()) await end
    }
    return {
      logs: [log, log.beside()],
      settled,
      /** Someone else holds the plan until both servers wait for it inside their transaction. */
      async atBarrier(nodes) {
        let committing: Promise<unknown> = Promise.resolve()
        await database.db.transaction().execute(async (trx) => {
          await trx.selectFrom('plans').select('id').where('id', '=', 'plan').forUpdate().execute()
          committing = Promise.all(nodes.map((node) => node.commit()))
          await bothWait(dbs[1])
        })
        await committing
      },
    }
  }
}

async function bothWait(db: Storage): Promise<void> {
  const waiting = sql`select pid from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`
  while ((await waiting.execute(db)).rows.length < 2)
    await new Promise((resolve) => setImmediate(resolve))
}

describe('in memory', () => suite(inMemory))

const [, postgres] = databases
describe.skipIf(postgres === undefined || postgres.skipped !== null)('on PostgreSQL', () => {
  let opened: { database: DatabaseUnderTest; open: () => Promise<Under> } | null = null
  afterAll(() => opened?.database.close())
  suite(async () => {
    if (opened === null) {
      const database = await (postgres as (typeof databases)[number]).open()
      if (database.beside === null) throw new Error('PostgreSQL takes several servers.')
      await addPlanRow(database.db, 'plan')
      const dbs = [await database.beside(), await database.beside()] as const
      opened = { database, open: onPostgres(database, dbs) }
    }
    return opened.open()
  })
})

function suite(open: () => Promise<Under>): void {
  let subject: Under
  let nodes: readonly [Node, Node]
  let noor: SimClient
  let wim: SimClient
  const senders: SimClient[] = []

  beforeEach(async () => {
    subject = await open()
    const { logs, settled } = subject
    const bounds = settled === undefined ? {} : { settled: () => twice(settled) }
    nodes = [
      new SimNetwork<SimLog>(logs[0], undefined, bounds),
      new SimNetwork<SimLog>(logs[1], undefined, bounds),
    ]
    noor = nodes[0].join({ name: 'Noor' })
    wim = nodes[1].join({ name: 'Wim' })
    senders.splice(0, 2, ...nodes.map((node) => node.join({ name: 'Sam' })))
    await calm()
  })
  afterEach(() => {
    for (const node of nodes) node.close()
  })

  async function calm(): Promise<void> {
    for (let round = 0; round < 3; round++)
      for (const node of nodes) {
        await node.flush()
        node.clock.advance(2_000)
        await node.flush()
      }
  }

  /** Both servers have accepted their update before either one has committed it. */
  async function atOnce(here: Uint8Array, there: Uint8Array): Promise<void> {
    senders[0]?.sendRaw(encodeUpdate(here))
    senders[1]?.sendRaw(encodeUpdate(there))
    for (const sender of senders) sender.deliverUp()
    await subject.atBarrier(nodes)
    await calm()
  }

  const rooms = () =>
    Promise.all(
      nodes.map((node) =>
        node.rooms.read('plan', 0, (doc) => JSON.stringify(doc.getText('t').toDelta())),
      ),
    )
  const logged = () => nodes[0].log.history('plan').length

  test('UP2 LG3 two contents under one client and clock, sent to two servers at once: one of them counts, and all see the same', async () => {
    await atOnce(under('goed'), under('kwaad', ' en meer'))
    const [here, there] = await rooms()
    expect(here).toBe(there)
    expect(textOf(noor)).toBe(textOf(wim))
    expect(textOf(noor)).toMatch(/^(goed|kwaad en meer|goedd en meer)$/)
    type(noor, '!')
    type(wim, '?')
    await calm()
    expect(textOf(noor)).toBe(textOf(wim))
    for (const person of [noor, wim]) {
      expect(person.closed).toBeNull()
      expect(person.isSaved).toBe(true)
    }
  })

  test('UP2 AK4 the same update at two servers at once, as after a lost answer, is logged once and acknowledged by both', async () => {
    await atOnce(under('een zin'), under('een zin'))
    expect(logged()).toBe(1)
    for (const person of [noor, wim]) expect(textOf(person)).toBe('een zin')
    for (const sender of senders) {
      expect(sender.closed).toBeNull()
      expect(sender.acked).toBe(sender.sentWrites + 1)
    }
  })

  test('AK1 a reading that waited meanwhile has nothing of the update that did not count', async () => {
    senders[0]?.sendRaw(encodeUpdate(under('goed')))
    senders[1]?.sendRaw(encodeUpdate(under('kwaad')))
    for (const sender of senders) sender.deliverUp()
    const read = Promise.all(
      nodes.map((node) => node.rooms.read('plan', 0, (doc) => doc.getText('t').toString())),
    )
    await subject.atBarrier(nodes)
    await calm()
    expect(['goed', 'kwaad', 'goedd']).toContain(textOf(noor))
    for (const text of await read) expect(['goed', textOf(noor)]).toContain(text)
  })

  test('UP2 a client that wrote on meanwhile has the rest logged, once', async () => {
    await atOnce(under('een', ' zin'), under('een', ' zin', ' en nog een'))
    for (const person of [noor, wim]) expect(textOf(person)).toBe('een zin en nog een')
    for (const sender of senders) expect(sender.closed).toBeNull()
  })

  test('UP2 LG10 the words of others that wait behind it are kept, in their order, and nobody is closed', async () => {
    type(noor, 'noor ')
    type(wim, 'wim ')
    for (const person of [noor, wim]) person.deliverUp()
    await atOnce(under('goed'), under('kwaad'))
    expect(textOf(noor)).toBe(textOf(wim))
    for (const word of ['noor ', 'wim ']) expect(textOf(noor)).toContain(word)
    for (const person of [noor, wim, ...senders]) expect(person.closed).toBeNull()
    for (const person of [noor, wim]) expect(person.isSaved).toBe(true)
  })
}

/** A statement that ends may start the next one. */
async function twice(settled: () => Promise<void>): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve()
  await settled()
  for (let turn = 0; turn < 60; turn++) await Promise.resolve()
  await settled()
}

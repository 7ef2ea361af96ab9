import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { silentLogger, systemClock } from '#server/runtime.ts'
import { Lines } from '#server/storage/postgres/lines.ts'
import { PostgresCluster } from '#server/storage/postgres/postgres-cluster.ts'
import { type Cluster, type ClusterMessage, singleNode } from '#server/sync/cluster.ts'
import { limits } from '#shared/limits.ts'
import { MemoryCluster } from '../support/cluster-memory.ts'
import { endConnections } from '../support/end-connections.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'

type Nodes = {
  /** Nodes on one database, each as a process of its own has it. */
  open(): Promise<Cluster>
  /** Breaks all connections of the nodes once; null where there are none. */
  breakAll: (() => Promise<void>) | null
}

const kinds: { name: string; skipped: boolean; start(): Promise<Nodes> }[] = [
  {
    name: 'memory',
    skipped: false,
    async start() {
      const bus = MemoryCluster.bus()
      return { open: async () => new MemoryCluster(bus), breakAll: null }
    },
  },
  {
    name: 'PostgreSQL',
    skipped: noPostgres !== null,
    async start() {
      const url = await freshDatabase()
      let opened = 0
      return {
        open: () =>
          PostgresCluster.open({
            url,
            lines: new Lines(),
            timelines: { admit: async () => null },
            nodeId: `node-${++opened}`,
            clock: systemClock,
            logger: silentLogger,
          }),
        breakAll: () => endConnections(url),
      }
    },
  },
]

describe.each(kinds.filter(({ skipped }) => !skipped))('Cluster: $name', ({ start }) => {
  let nodes: Nodes
  let here: Cluster
  let there: Cluster
  let heard: ClusterMessage[]
  beforeEach(async () => {
    nodes = await start()
    here = await nodes.open()
    there = await nodes.open()
    heard = []
    there.onNotify((message) => void heard.push(message))
  })
  afterEach(async () => {
    await here.close()
    await there.close()
  })

  const state = (clientId: number, clock: number, text = '{}') => ({ clientId, clock, state: text })

  test('another node hears of a change, and the node itself does not', async () => {
    const own: ClusterMessage[] = []
    here.onNotify((message) => void own.push(message))
    here.notify({ kind: 'changed', planId: 'a', seq: 7 })
    await vi.waitUntil(() => heard.length > 0)
    expect(heard).toEqual([{ kind: 'changed', planId: 'a', seq: 7 }])
    there.notify({ kind: 'who', planId: 'a' })
    await vi.waitUntil(() => own.length > 0)
    expect(own).toEqual([{ kind: 'who', planId: 'a' }])
  })

  test('of many changes the last number of each plan arrives, and the last state of each person', async () => {
    for (let seq = 1; seq <= 500; seq++)
      for (const planId of ['a', 'b']) here.notify({ kind: 'changed', planId, seq })
    for (let clock = 1; clock <= 50; clock++)
      here.notify({ kind: 'presence', planId: 'a', entries: [state(1, clock), state(2, clock)] })
    here.notify({ kind: 'changed', planId: 'end', seq: 1 })
    await vi.waitUntil(() => heard.some((one) => one.kind === 'changed' && one.planId === 'end'))
    const last = (planId: string) =>
      heard.findLast((message) => message.kind === 'changed' && message.planId === planId)
    expect(last('a')).toEqual({ kind: 'changed', planId: 'a', seq: 500 })
    expect(last('b')).toEqual({ kind: 'changed', planId: 'b', seq: 500 })
    const states = heard.flatMap((message) => (message.kind === 'presence' ? message.entries : []))
    for (const clientId of [1, 2])
      expect(states.findLast((entry) => entry.clientId === clientId)?.clock).toBe(50)
  })

  test('a request for one node, and what becomes of it, arrive as they were sent', async () => {
    const sent = [
      { kind: 'call', id: 'c1', step: 'made', to: 'a node' },
      { kind: 'call', id: 'c1', step: 'taken' },
      { kind: 'call', id: 'c1', step: 'answered' },
    ] as const
    for (const message of sent) here.notify(message)
    await vi.waitUntil(() => heard.filter(({ kind }) => kind === 'call').length === sent.length)
    expect(heard.filter(({ kind }) => kind === 'call')).toEqual(sent)
  })

  test('more than fits in one message arrives in several, with any letters in it (limit notificationBytes)', async () => {
    const planIds = Array.from({ length: 1_000 }, (_, n) => `plan-${n}-${'é'.repeat(20)}`)
    for (const planId of planIds) here.notify({ kind: 'changed', planId, seq: 1 })
    const names = Array.from({ length: 20 }, (_, n) =>
      state(n, 1, JSON.stringify('日'.repeat(300))),
    )
    here.notify({ kind: 'presence', planId: 'a', entries: names })
    const states = () => heard.flatMap((one) => (one.kind === 'presence' ? one.entries : []))
    await vi.waitUntil(() => states().length === names.length)
    expect(states()).toEqual(names)
    expect(heard.flatMap((one) => (one.kind === 'changed' ? [one.planId] : []))).toEqual(planIds)
    expect(limits.notificationBytes.max).toBeLessThan(8_000)
  })

  test('a broken connection is made again, and tells that messages may have been missed', async () => {
    if (nodes.breakAll === null) return
    let gaps = 0
    there.onGap(() => gaps++)
    await nodes.breakAll()
    // When it broke, and when it was back.
    await vi.waitUntil(() => gaps >= 2)
    await vi.waitUntil(() => {
      here.notify({ kind: 'changed', planId: 'a', seq: 9 })
      return heard.length > 0
    })
    expect(heard[0]).toEqual({ kind: 'changed', planId: 'a', seq: 9 })
  })

  test('a closed node takes no more messages and gives none', async () => {
    await here.close()
    here.notify({ kind: 'changed', planId: 'a', seq: 1 })
    there.notify({ kind: 'changed', planId: 'b', seq: 1 })
    expect(heard).toEqual([])
  })
})

test('a single process tells nobody and hears nothing', async () => {
  singleNode.onNotify(() => expect.fail('there is nobody'))
  singleNode.notify({ kind: 'changed', planId: 'a', seq: 1 })
  await singleNode.close()
})

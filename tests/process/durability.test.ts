import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from '../support/api-client.ts'
import { marksOf, typeMark } from '../support/marks.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'

const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

describe('the real server process', () => {
  let server: ServerProcess
  let coordinator: ApiClient
  beforeAll(async () => {
    server = await ServerProcess.start()
    coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
  }, 60_000)
  afterAll(() => server?.stop())

  test('AK2 kill -9 while three clients type: every acknowledged edit is there after the restart, none doubled', async () => {
    const planId = await coordinator.createPlan({ format: 'medrie-wijkplan', values })
    const clients = Array.from(
      { length: 3 },
      () => new SyncClient(server.url, planId, { cookie: coordinator.cookie }),
    )
    await Promise.all(clients.map((client) => client.until(() => client.isSaved, 'joined')))

    // Each client appends numbered marks to its own list; each acknowledgement is recorded when it arrives.
    const acknowledged = clients.map(() => -1)
    const written = clients.map(() => -1)
    for (let round = 0; round < 3; round++) {
      let isTyping = true
      const typing = clients.map(async (client, who) => {
        while (isTyping) {
          const mark = (written[who] ?? -1) + 1
          written[who] = mark
          typeMark(client.doc, `test:${who}`, mark)
          const upTo = client.sent
          // Sockets flush between turns; some edits wait for their acknowledgement, others queue behind them.
          if (mark % 3 === 0)
            await client
              .until(() => client.acked >= upTo || !client.provider.wsconnected, 'ack')
              .catch(() => undefined)
          else await new Promise((resolve) => setImmediate(resolve))
          if (client.provider.wsconnected && client.acked >= upTo)
            acknowledged[who] = Math.max(acknowledged[who] ?? -1, mark)
        }
      })
      await Promise.all(
        clients.map((client, who) =>
          client.until(() => (acknowledged[who] ?? -1) >= (round + 1) * 30, 'some acks'),
        ),
      )
      const kept = [...acknowledged]
      await server.kill()
      isTyping = false
      // Without the copies of the clients: only the data of the server counts.
      for (const client of clients) client.provider.disconnect()
      await Promise.all(typing)
      await server.up()
      const reader = new SyncClient(server.url, planId, { cookie: coordinator.cookie })
      await reader.until(() => reader.provider.synced, 'reader synced')
      kept.forEach((last, who) => {
        const stored = marksOf(reader.doc, `test:${who}`)
        expect(stored).toEqual(Array.from({ length: stored.length }, (_, i) => i))
        expect(stored.length, `client ${who} round ${round}`).toBeGreaterThan(last)
      })
      reader.close()
      for (const client of clients) client.provider.connect()
      await Promise.all(clients.map((client) => client.until(() => client.isSaved, 'back')))
    }
    const last = new SyncClient(server.url, planId, { cookie: coordinator.cookie })
    await last.until(() => last.provider.synced, 'last synced')
    written.forEach((mark, who) => {
      expect(marksOf(last.doc, `test:${who}`)).toEqual(
        Array.from({ length: mark + 1 }, (_, i) => i),
      )
    })
    for (const client of [...clients, last]) client.close()
  }, 120_000)

  test('HS2 a standard Yjs client with a session cookie writes, and REST reads it', async () => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const plain = new SyncClient(server.url, planId, {
      cookie: coordinator.cookie,
      hasExtensions: false,
    })
    const witness = new SyncClient(server.url, planId, { cookie: coordinator.cookie })
    await Promise.all(
      [plain, witness].map((client) => client.until(() => client.provider.synced, 'synced')),
    )
    planValues(plain.doc).set('gemeente', 'Dalmeer')
    await witness.until(() => planValues(witness.doc).get('gemeente') === 'Dalmeer', 'arrived')
    expect((await coordinator.content(planId)).values['gemeente']).toBe('Dalmeer')
    for (const client of [plain, witness]) client.close()
  })

  test('HS6 a client with another rich text schema is closed with 4410', async () => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const old = new SyncClient(server.url, planId, {
      cookie: coordinator.cookie,
      params: { schema: '0' },
    })
    await old.until(() => old.closeCode !== null, 'closed')
    expect(old.closeCode).toBe(4410)
    old.close()
  })

  test('HS7 without a session 4401, a stranger 4403, no such plan 4404, a foreign page no handshake at all', async () => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const other = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const stranger = await coordinator.inviteAndJoin(other, {
      name: 'Vreemde Vogel',
      email: 'vreemd@voorbeeld.nl',
      role: 'editor',
    })
    const codes: (number | null)[] = []
    for (const [id, options] of [
      [planId, { cookie: '' }],
      [planId, { cookie: stranger.cookie }],
      ['nergens', { cookie: coordinator.cookie }],
      [planId, { cookie: coordinator.cookie, origin: 'https://elders.example' }],
    ] as const) {
      const client = new SyncClient(server.url, id, options)
      await client.until(() => client.closeCode !== null, 'closed')
      codes.push(client.closeCode)
      client.close()
    }
    expect(codes).toEqual([4401, 4403, 4404, 1006])
  })

  test('AU1 removing a member closes their open screen within a second', async () => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const ilse = await coordinator.inviteAndJoin(planId, {
      name: 'Ilse ter Braakhuis',
      email: 'ilse@voorbeeld.nl',
      role: 'editor',
      discipline: 'paramedici',
    })
    const screen = new SyncClient(server.url, planId, { cookie: ilse.cookie })
    await screen.until(() => screen.isSaved, 'joined')
    await coordinator.json('DELETE', `/api/plans/${planId}/members/${await ilse.userId()}`)
    await screen.until(() => screen.closeCode !== null, 'closed', 1000)
    expect(screen.closeCode).toBe(4403)
    screen.close()
  })

  test('LG7 SIGTERM commits what was received, and the process ends by itself', async () => {
    const planId = await coordinator.createPlan({ format: 'hecht-wijkverband', values })
    const client = new SyncClient(server.url, planId, { cookie: coordinator.cookie })
    await client.until(() => client.isSaved, 'joined')
    planValues(client.doc).set('gemeente', 'Laatste woord')
    const sent = client.sent
    await client.until(() => client.acked >= sent, 'saved')
    expect(await server.terminate()).toBe(0)
    await client.until(() => client.closeCode !== null, 'asked to come back')
    expect(client.closeCode).toBe(4503)
    client.close()
    await server.up()
    expect((await coordinator.content(planId)).values['gemeente']).toBe('Laatste woord')
  })

  test('a wrong environment refuses to start and lists every problem', async () => {
    await expect(
      ServerProcess.start({ PORT: '99999', PUBLIC_URL: 'geen url', LOG_LEVEL: 'hard' }),
    ).rejects.toThrow(/PORT[\s\S]*PUBLIC_URL[\s\S]*LOG_LEVEL|LOG_LEVEL[\s\S]*PORT/)
  })
})

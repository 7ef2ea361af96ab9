import { describe, expect, it, vi } from 'vitest'
import { planValues } from '#shared/plan/layout.ts'
import { anna } from '#tests/support/fixtures.ts'
import { sessionWorld, settle, write } from '#tests/support/session-world.ts'

const world = sessionWorld()

describe('opening', () => {
  it('asks for the extensions and the schema, and is saved when the handshake is acknowledged', () => {
    const session = world.start()
    expect(world.onlySocket?.url).toBe('ws://test/sync/p1?ext=1&schema=1')
    expect(session.connection.get()).toMatchObject({ kind: 'live', role: 'editor' })
    expect(session.save.get().kind).toBe('saved')
    expect(session.content.get().values['wijk']).toBe('Lindewijk')
    expect(session.savedSeq()).toBe(world.server.seq)
  })

  it('is not loaded before the content is here', () => {
    const session = world.start(anna, { isFlushed: false })
    expect([session.isLoaded.get(), session.save.get().kind]).toEqual([false, 'loading'])
    world.server.isDown = true
    world.server.flush()
    expect([
      session.isLoaded.get(),
      session.save.get().kind,
      session.connection.get().kind,
    ]).toEqual([false, 'loading', 'waiting'])
  })

  it('a reader sends no document message and is saved', () => {
    const session = world.start(anna, { role: 'reader' })
    write(session, 'Zwolle')
    world.server.flush()
    expect(session.save.get().kind).toBe('saved')
    expect(world.onlySocket?.received).not.toContain('step2')
    expect(world.onlySocket?.received).not.toContain('update')
    expect(planValues(session.doc).get('gemeente')).toBeUndefined()
  })
})

describe('acknowledgements', () => {
  it('an edit is saved when the server has committed it, and not when it was sent', async () => {
    const session = world.start()
    world.server.holdsCommits = true
    write(session, 'Zwolle')
    expect(session.hasUnsaved.get()).toBe(true)
    world.server.flush()
    expect(session.save.get().kind).toBe('saving')
    const saved = session.whenSaved()
    world.server.commit()
    world.server.flush()
    await expect(saved).resolves.toBeUndefined()
    expect(session.save.get().kind).toBe('saved')
    expect(session.hasUnsaved.get()).toBe(false)
    expect(session.savedSeq()).toBe(world.server.seq)
  })

  it('EV2 a connection that is back says whether events went by meanwhile, and not for what others typed', async () => {
    const session = world.start()
    await settle()
    world.server.drop()
    expect(session.connection.get().kind).toBe('waiting')
    world.server.seq += 3
    await world.reconnect()
    expect(session.connection.get()).toEqual({ kind: 'live', role: 'editor', hasMissed: false })
    world.server.drop()
    world.server.eventSeq = ++world.server.seq
    await world.reconnect()
    expect(session.connection.get()).toEqual({ kind: 'live', role: 'editor', hasMissed: true })
    world.server.drop()
    await world.reconnect()
    expect(session.connection.get()).toEqual({ kind: 'live', role: 'editor', hasMissed: false })
  })

  it('offline work goes out with the handshake and is saved with its ack', async () => {
    const session = world.start()
    await settle()
    world.server.drop()
    write(session, 'Zwolle')
    expect(session.save.get()).toEqual({ kind: 'offline', isKept: true, hasUnsent: true })
    world.server.holdsCommits = true
    await world.reconnect()
    expect(world.onlySocket?.received).toEqual(['step1', 'awareness', 'step2'])
    expect(session.save.get().kind).toBe('saving')
    world.server.commit()
    world.server.flush()
    expect(session.save.get().kind).toBe('saved')
    expect(planValues(world.server.doc).get('gemeente')).toBe('Zwolle')
  })

  it('an edit between opening the socket and the handshake is not lost and not counted twice', async () => {
    const session = world.start(anna, { isFlushed: false })
    write(session, 'Zwolle')
    world.server.flush()
    expect(world.onlySocket?.received.filter((kind) => kind === 'update')).toEqual([])
    expect(session.save.get().kind).toBe('saved')
    expect(planValues(world.server.doc).get('gemeente')).toBe('Zwolle')
  })

  it('what was sent but not committed is sent again on the next connection', async () => {
    const session = world.start()
    world.server.holdsCommits = true
    write(session, 'Zwolle')
    world.server.drop()
    world.server.holdsCommits = false
    expect(session.hasUnsaved.get()).toBe(true)
    await world.reconnect()
    expect(session.save.get().kind).toBe('saved')
    expect(planValues(world.server.doc).get('gemeente')).toBe('Zwolle')
  })

  it('tries again at once when asked', () => {
    const session = world.start()
    world.server.drop()
    session.reconnect()
    world.server.flush()
    expect(session.save.get().kind).toBe('saved')
  })

  it('waiting for saved ends with a reason when the plan is closed or the server stays away', async () => {
    const session = world.start()
    world.server.drop()
    world.server.isDown = true
    write(session, 'Zwolle')
    const behind = expect(session.whenSaved()).rejects.toMatchObject({ code: 'behind' })
    await vi.advanceTimersByTimeAsync(20_000)
    await behind
  })
})

describe('refusals', () => {
  it.each([
    ['no-access', 4403, { kind: 'closed', code: 'no-access' }],
    ['read-only', 4403, { kind: 'closed', code: 'read-only' }],
    ['not-signed-in', 4401, { kind: 'closed', code: 'not-signed-in' }],
    ['unavailable', 4503, { kind: 'waiting' }],
  ] as const)('%s', async (code, close, connection) => {
    const session = world.start()
    world.server.refuse(code, close)
    expect(session.connection.get()).toEqual(connection)
    expect(session.save.get()).toMatchObject({ kind: 'refused', code, hasUnsent: false })
    await world.reconnect()
    expect(world.server.sockets.size).toBe(connection.kind === 'waiting' ? 1 : 0)
  })

  it('a close code without a reason is enough', () => {
    const session = world.start()
    world.server.drop(4404)
    expect(session.connection.get()).toEqual({ kind: 'closed', code: 'plan-not-found' })
  })

  it('a message larger than the server takes is not sent, and said', async () => {
    world.server.limit = 200
    const session = world.start()
    write(session, 'x'.repeat(300))
    await settle()
    expect(session.save.get()).toMatchObject({
      kind: 'refused',
      code: 'too-large',
      hasUnsent: true,
    })
    await expect(session.whenSaved()).rejects.toMatchObject({ code: 'too-large' })
  })
})

import { describe, expect, it, vi } from 'vitest'
import { planValues } from '#shared/plan/layout.ts'
import { maxFrameBytes } from '#shared/protocol/messages.ts'
import { richTextSchemaVersion } from '#shared/richtext/extensions.ts'
import { anna } from '../support/fixtures.ts'
import { planId, sessionWorld, settle, write } from '../support/session-world.ts'

const world = sessionWorld()

describe('opening', () => {
  it('asks for the extensions and the schema, and is saved when the handshake is acknowledged', async () => {
    const session = await world.start()
    expect(world.onlySocket?.url).toBe(`ws://test/sync/p1?ext=1&schema=${richTextSchemaVersion}`)
    expect(session.connection.get()).toMatchObject({ kind: 'live', role: 'editor' })
    expect(session.save.get().kind).toBe('saved')
    expect(session.content.get().values['wijk']).toBe('Lindewijk')
    expect(session.savedSeq()).toBe(await world.server.seq(planId))
  })

  it('is not loaded before the content is here', async () => {
    const session = world.opened(anna)
    expect([session.isLoaded.get(), session.save.get().kind]).toEqual([false, 'loading'])
    world.server.isDown = true
    await world.server.flush()
    expect([
      session.isLoaded.get(),
      session.save.get().kind,
      session.connection.get().kind,
    ]).toEqual([false, 'loading', 'waiting'])
  })

  it('a reader sends no document message and is saved', async () => {
    const session = await world.start(anna, { role: 'reader' })
    write(session, 'Zwolle')
    await world.server.flush()
    expect(session.save.get().kind).toBe('saved')
    expect(world.onlySocket?.received).not.toContain('step2')
    expect(world.onlySocket?.received).not.toContain('update')
    expect(planValues(session.doc).get('gemeente')).toBeUndefined()
  })
})

describe('acknowledgements', () => {
  it('an edit is saved when the server has committed it, and not when it was sent', async () => {
    const session = await world.start()
    const commit = world.server.holdCommits()
    write(session, 'Zwolle')
    expect(session.hasUnsaved.get()).toBe(true)
    await world.server.flush()
    expect(session.save.get().kind).toBe('saving')
    const saved = session.whenSaved()
    await commit()
    await expect(saved).resolves.toBeUndefined()
    expect(session.save.get().kind).toBe('saved')
    expect(session.hasUnsaved.get()).toBe(false)
    expect(session.savedSeq()).toBe(await world.server.seq(planId))
  })

  it('EV2 a connection that is back says whether events went by meanwhile, and not for what others typed', async () => {
    const session = await world.start()
    await settle()
    world.server.drop()
    expect(session.connection.get().kind).toBe('waiting')
    await world.server.write(planId, 'postcode', '8011')
    await world.reconnect()
    expect(session.connection.get()).toEqual({ kind: 'live', role: 'editor', hasMissed: false })
    world.server.drop()
    await world.server.tell(planId, { type: 'status.changed', status: 'concept' })
    await world.reconnect()
    expect(session.connection.get()).toEqual({ kind: 'live', role: 'editor', hasMissed: true })
    world.server.drop()
    await world.reconnect()
    expect(session.connection.get()).toEqual({ kind: 'live', role: 'editor', hasMissed: false })
  })

  it('offline work goes out with the handshake and is saved with its ack', async () => {
    const session = await world.start()
    await settle()
    world.server.drop()
    write(session, 'Zwolle')
    expect(session.save.get()).toEqual({ kind: 'offline', isKept: true, hasUnsent: true })
    const commit = world.server.holdCommits()
    await world.reconnect()
    expect(world.onlySocket?.received).toEqual(['step1', 'awareness', 'step2'])
    expect(session.save.get().kind).toBe('saving')
    await commit()
    expect(session.save.get().kind).toBe('saved')
    expect(await world.server.value(planId, 'gemeente')).toBe('Zwolle')
  })

  it('an edit between opening the socket and the handshake is not lost and not counted twice', async () => {
    const session = world.opened(anna)
    write(session, 'Zwolle')
    await world.server.flush()
    expect(world.onlySocket?.received.filter((kind) => kind === 'update')).toEqual([])
    expect(session.save.get().kind).toBe('saved')
    expect(await world.server.value(planId, 'gemeente')).toBe('Zwolle')
  })

  it('an update that was sent but not committed is sent again on the next connection', async () => {
    const session = await world.start()
    world.server.holdCommits()
    write(session, 'Zwolle')
    await world.server.flush()
    expect(session.save.get().kind).toBe('saving')
    await world.server.crash()
    expect(session.hasUnsaved.get()).toBe(true)
    await world.reconnect()
    expect(session.save.get().kind).toBe('saved')
    expect(await world.server.value(planId, 'gemeente')).toBe('Zwolle')
  })

  it('tries again at once when asked', async () => {
    const session = await world.start()
    world.server.drop()
    session.reconnect()
    await world.server.flush()
    expect(session.save.get().kind).toBe('saved')
  })

  it('waiting for saved ends with a reason when the plan is closed or the server stays away', async () => {
    const session = await world.start()
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
    ['no-access', { kind: 'closed', code: 'no-access' }],
    ['read-only', { kind: 'closed', code: 'read-only' }],
    ['not-signed-in', { kind: 'closed', code: 'not-signed-in' }],
    ['unavailable', { kind: 'waiting' }],
  ] as const)('%s', async (code, connection) => {
    const session = await world.start()
    await world.server.refuse(planId, code)
    expect(session.connection.get()).toEqual(connection)
    expect(session.save.get()).toMatchObject({ kind: 'refused', code, hasUnsent: false })
    await world.reconnect()
    expect(world.server.sockets.size).toBe(connection.kind === 'waiting' ? 1 : 0)
  })

  it('a close code without a reason is enough', async () => {
    const session = await world.start()
    world.server.drop(4404)
    expect(session.connection.get()).toEqual({ kind: 'closed', code: 'plan-not-found' })
  })

  it('a message larger than the server takes is not sent, and said', async () => {
    const session = await world.start()
    write(session, 'x'.repeat(maxFrameBytes))
    await settle()
    expect(session.save.get()).toMatchObject({
      kind: 'refused',
      code: 'too-large',
      hasUnsent: true,
    })
    await expect(session.whenSaved()).rejects.toMatchObject({ code: 'too-large' })
  })
})

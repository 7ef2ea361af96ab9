import { describe, expect, it } from 'vitest'
import type { LocalStore } from '#client/sync/device/local-copy.ts'
import { anna } from '../support/fixtures.ts'
import { memoryStore } from '../support/memory-store.ts'
import { planId, sessionWorld, settle, write } from '../support/session-world.ts'

const world = sessionWorld()

const brokenCopy = {
  origin: {},
  onFailed: () => {},
  markComplete: () => {},
  markUnsent: () => {},
  close: () => {},
}

describe('the copy on this device', () => {
  it('brings unsent work back after a reload without a connection', async () => {
    const store = memoryStore()
    const first = await world.start(anna, { store })
    await settle()
    world.server.drop()
    world.server.isDown = true
    write(first, 'Zwolle')
    first.close()

    const second = await world.start(anna, { store })
    await settle()
    await world.server.flush()
    expect(second.isLoaded.get()).toBe(true)
    expect(second.content.get().values['gemeente']).toBe('Zwolle')
    expect(second.role.get()).toBe('editor')
    expect(second.save.get()).toEqual({ kind: 'offline', isKept: true, hasUnsent: true })

    world.server.isDown = false
    await world.reconnect()
    expect(world.onlySocket?.url).toContain('epoch=epoch-1')
    expect(second.save.get().kind).toBe('saved')
    expect(await world.server.value(planId, 'gemeente')).toBe('Zwolle')
  })

  it('EP3 the next page says up to where the copy knows the plan, and on which timeline', async () => {
    const store = memoryStore()
    const first = await world.start(anna, { store })
    await settle()
    write(first, 'Zwolle')
    await world.server.flush()
    const seq = first.savedSeq()
    expect(seq).toBeGreaterThan(0)
    first.close()
    expect(store.manifest('anna', 'p1')).toMatchObject({ seq, timeline: null })
    const manifest = {
      epoch: 'epoch-1',
      role: 'editor',
      isWhole: true,
      timeline: 's-1',
      seq,
    } as const
    store.setManifest('anna', 'p1', manifest)
    const second = await world.start(anna, { store })
    await settle()
    expect(world.onlySocket?.url).toContain(`timeline=s-1&seq=${seq}`)
    second.close()
  })

  it('a copy that was never complete does not pass for the plan', async () => {
    const store = memoryStore()
    store.setManifest('anna', 'p1', {
      epoch: 'epoch-1',
      role: 'editor',
      isWhole: false,
      timeline: null,
      seq: 0,
    })
    world.server.isDown = true
    const session = await world.start(anna, { store })
    await settle()
    await world.server.flush()
    expect([session.isLoaded.get(), session.save.get().kind]).toEqual([false, 'loading'])
  })

  it('is not mixed with a plan of another epoch', async () => {
    const store = memoryStore()
    const first = await world.start(anna, { store })
    await settle()
    world.server.drop()
    write(first, 'Zwolle')
    first.close()

    await world.server.restore(planId, 'epoch-2')
    const second = await world.start(anna, { store })
    await settle()
    await world.server.flush()
    expect(second.connection.get()).toEqual({ kind: 'closed', code: 'other-epoch' })
    expect(second.save.get()).toMatchObject({
      kind: 'refused',
      code: 'other-epoch',
      hasUnsent: true,
    })
    expect(await world.server.value(planId, 'gemeente')).toBeUndefined()
    expect(second.rescueCopy().text).toContain('Zwolle')
    expect(second.rescueCopy().fileName).toMatch(/^kopie-Lindewijk-[\d-]+\.txt$/)

    second.forgetLocalCopy()
    second.close()
    const third = await world.start(anna, { store })
    expect(third.save.get().kind).toBe('saved')
    expect(third.content.get().epoch).toBe('epoch-2')
    expect(store.rescues.size).toBe(0)
  })

  it('OF2 on 4409 nothing more is sent or taken; the copy stays apart until its person lets go of it', async () => {
    const store = memoryStore()
    const first = await world.start(anna, { store })
    await settle()
    await world.server.restore(planId, 'epoch-2')
    write(first, 'Zwolle')
    await world.reconnect()
    expect(first.connection.get()).toEqual({ kind: 'closed', code: 'other-epoch' })
    expect(store.rescues.get('p1/epoch-1')).toMatchObject({
      epoch: 'epoch-1',
      reason: 'other-epoch',
      hasUnsent: true,
      title: expect.stringContaining('Lindewijk'),
    })
    await world.reconnect()
    expect(world.server.sockets.size).toBe(0)

    first.leaveLocalCopy()
    first.close()
    const second = await world.start(anna, { store })
    await settle()
    expect(second.save.get().kind).toBe('saved')
    expect(second.content.get().values['gemeente']).toBeNull()
    expect(store.rescues.size).toBe(1)
    expect(store.docs.get('anna/p1/epoch-1')?.doc.getMap('values').get('gemeente')).toBe('Zwolle')
  })

  it('OF7 after 4401 the open plan goes on where it was, once its person is signed in again', async () => {
    const session = await world.start(anna)
    await settle()
    world.server.drop()
    write(session, 'Zwolle')
    await world.reconnect()
    const commit = world.server.holdCommits()
    write(session, 'Kampen')
    await world.server.refuse(planId, 'not-signed-in')
    expect(session.connection.get()).toEqual({ kind: 'closed', code: 'not-signed-in' })
    expect(session.hasUnsaved.get()).toBe(true)
    await commit()
    session.reconnect()
    await settle()
    await world.server.flush()
    expect(session.save.get().kind).toBe('saved')
    expect(await world.server.value(planId, 'gemeente')).toBe('Kampen')
  })

  it.each([false, true])(
    'OF3 goes when access is withdrawn, unless it holds unsent work: %s',
    async (hasUnsent) => {
      const store = memoryStore()
      const session = await world.start(anna, { store })
      await settle()
      if (hasUnsent) write(session, 'Zwolle')
      await world.server.refuse(planId, 'no-access')
      expect(session.connection.get().kind).toBe('closed')
      expect(store.manifest('anna', 'p1') !== null).toBe(hasUnsent)
      expect(store.rescues.has('p1/epoch-1')).toBe(hasUnsent)
      session.close()
      // Access was restored: the work is sent after all.
      const again = await world.start(anna, { store })
      await settle()
      await world.server.flush()
      expect([again.save.get().kind, store.rescues.size]).toEqual(['saved', 0])
      expect(await world.server.value(planId, 'gemeente')).toBe(hasUnsent ? 'Zwolle' : undefined)
    },
  )

  it('is never said to be kept when this device refuses', async () => {
    const store: LocalStore = {
      ...memoryStore(),
      open: () => ({ ...brokenCopy, whenLoaded: Promise.reject(new Error('private window')) }),
    }
    const session = await world.start(anna, { store })
    await settle()
    world.server.drop()
    write(session, 'Zwolle')
    expect(session.save.get()).toEqual({ kind: 'offline', isKept: false, hasUnsent: true })
  })
})

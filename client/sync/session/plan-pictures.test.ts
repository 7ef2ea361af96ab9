import { beforeEach, expect, it } from 'vitest'
import { HandClock } from '#tests/support/hand-clock.ts'
import type { PictureCopies, UnsentPicture } from '../device/picture-copies.ts'
import {
  createPlanPictures,
  type FetchResult,
  type PictureState,
  type PlanPictures,
  type SendResult,
} from './plan-pictures.ts'

const blobOf = (text: string) => new Blob([text])

/** A server and the storage of a device, as far as pictures need them. */
class World {
  readonly clock = new HandClock()
  readonly unsent = new Map<string, UnsentPicture>()
  readonly seen = new Map<string, Blob>()
  readonly onServer = new Map<string, Blob>()
  sent: string[] = []
  isOnline = true
  canStore = true
  refusal: string | null = null
  #ids = 0

  open(): PlanPictures {
    const copies: PictureCopies = {
      unsent: async () => [...this.unsent.values()],
      addUnsent: async (picture) => {
        if (this.canStore) this.unsent.set(picture.id, picture)
        return this.canStore
      },
      removeUnsent: async (id) => void this.unsent.delete(id),
      seen: async (id) => this.seen.get(id) ?? null,
      keepSeen: async (id, blob) => void this.seen.set(id, blob),
    }
    return createPlanPictures({
      copies,
      send: async (picture, onPart): Promise<SendResult> => {
        onPart(0.5)
        if (!this.isOnline) return { kind: 'passing' }
        if (this.refusal !== null) return { kind: 'refused', reason: this.refusal }
        this.sent.push(picture.id)
        this.onServer.set(picture.id, picture.blob)
        return { kind: 'sent' }
      },
      fetch: async (fileId): Promise<FetchResult> => {
        if (!this.isOnline) return { kind: 'offline' }
        const blob = this.onServer.get(fileId)
        return blob === undefined ? { kind: 'missing' } : { kind: 'found', blob }
      },
      urlOf: () => 'blob:here',
      newLocalId: () => `picture-of-a-test-${++this.#ids}`,
      clock: this.clock,
    })
  }
}

let world: World
beforeEach(() => {
  world = new World()
})

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
const stateOf = async (opened: PlanPictures, fileId: string): Promise<PictureState> => {
  const source = opened.of(fileId)
  await settled()
  return source.get()
}
const shown = (sending: unknown) => ({ kind: 'shown', url: 'blob:here', sending })

it('a picture is shown at once, sent, and no longer one of this device', async () => {
  const opened = world.open()
  const id = await opened.add('plan', blobOf('kaart'))
  expect(id).toBe('plan.picture-of-a-test-1')
  expect(await stateOf(opened, id)).toEqual(shown(null))
  expect(world.sent).toEqual([id])
  expect(world.unsent.size).toBe(0)
})

it('without a connection it waits on the device, over a reload, and goes when there is one', async () => {
  world.isOnline = false
  const id = await world.open().add('plan', blobOf('kaart'))
  const later = world.open()
  expect(await stateOf(later, id)).toEqual(shown({ kind: 'waiting', isKept: true }))
  world.isOnline = true
  later.retry()
  await settled()
  expect(await stateOf(later, id)).toEqual(shown(null))
  expect(world.sent).toEqual([id])
})

it('it is tried again by itself, because a network comes back without saying so', async () => {
  world.isOnline = false
  const opened = world.open()
  const id = await opened.add('plan', blobOf('kaart'))
  await settled()
  world.isOnline = true
  world.clock.advance(20_000)
  expect(await stateOf(opened, id)).toEqual(shown(null))
})

it('a device that can not store says so', async () => {
  world.isOnline = false
  world.canStore = false
  const opened = world.open()
  const id = await opened.add('plan', blobOf('kaart'))
  expect(await stateOf(opened, id)).toEqual(shown({ kind: 'waiting', isKept: false }))
})

it('a refusal is shown, stays on the device, and holds up no other picture', async () => {
  const opened = world.open()
  world.refusal = 'Het plan is vol.'
  const reasons: string[] = []
  opened.onRefused((reason) => reasons.push(reason))
  const id = await opened.add('plan', blobOf('kaart'))
  expect(await stateOf(opened, id)).toEqual(shown({ kind: 'refused', reason: 'Het plan is vol.' }))
  expect([...world.unsent.keys()]).toEqual([id])
  expect(reasons).toEqual(['Het plan is vol.'])
  world.refusal = null
  const other = await opened.add('plan', blobOf('foto'))
  expect(await stateOf(opened, other)).toEqual(shown(null))
})

it('a picture of someone else is missing until it arrives, and then shown', async () => {
  const opened = world.open()
  expect(await stateOf(opened, 'plan.of-someone-else-1')).toEqual({ kind: 'missing' })
  world.onServer.set('plan.of-someone-else-1', blobOf('kaart'))
  opened.arrived('plan.of-someone-else-1')
  expect(await stateOf(opened, 'plan.of-someone-else-1')).toEqual(shown(null))
})

it('one that never comes is not asked for without end', async () => {
  const opened = world.open()
  await stateOf(opened, 'plan.of-someone-else-1')
  for (let round = 0; round < 20; round++) {
    world.clock.advance(20_000)
    await settled()
  }
  world.onServer.set('plan.of-someone-else-1', blobOf('kaart'))
  world.clock.advance(60_000)
  expect(await stateOf(opened, 'plan.of-someone-else-1')).toEqual({ kind: 'missing' })
})

it('one that was seen here is shown without a connection; any other says that there is none', async () => {
  world.onServer.set('plan.of-someone-else-1', blobOf('kaart'))
  await stateOf(world.open(), 'plan.of-someone-else-1')
  world.isOnline = false
  const opened = world.open()
  expect(await stateOf(opened, 'plan.of-someone-else-1')).toEqual(shown(null))
  expect(await stateOf(opened, 'plan.of-someone-else-2')).toEqual({ kind: 'offline' })
})

it('a picture of another plan becomes one of this plan', async () => {
  const bytes = blobOf('kaart')
  world.onServer.set('other.of-someone-else-1', bytes)
  const opened = world.open()
  const id = opened.copy('plan', 'other.of-someone-else-1')
  expect(id).toBe('plan.picture-of-a-test-1')
  await settled()
  expect(await stateOf(opened, id)).toEqual(shown(null))
  expect(world.onServer.get(id)).toBe(bytes)
})

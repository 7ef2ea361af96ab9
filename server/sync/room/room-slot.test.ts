import { beforeEach, expect, test, vi } from 'vitest'
import { HandClock } from '#tests/support/hand-clock.ts'
import { settle } from '#tests/support/sim-network.ts'
import type { Room } from './room.ts'
import { RoomSlot, RoomSlots } from './room-slot.ts'

let clock: HandClock
let room: {
  size: number
  isIdle: boolean
  replica: Record<'seq', number> & Record<'dehydrate' | 'breaks' | 'snapshot', () => unknown>
  destroy: () => void
}
beforeEach(() => {
  clock = new HandClock()
  room = {
    size: 1,
    isIdle: false,
    replica: { seq: 1, dehydrate: vi.fn(), breaks: vi.fn(() => true), snapshot: vi.fn() },
    destroy: vi.fn(),
  }
})

const openSlot = (slots = new RoomSlots()) =>
  new RoomSlot({
    planId: 'plan',
    clock,
    load: async () => room as unknown as Room,
    isWanted: () => false,
    onGone: (gone) => slots.remove(gone),
  })

test('a plan that does not change is kept as bytes, also after a reading without a write', async () => {
  const slot = openSlot()
  await slot.opening
  clock.advance(30_000)
  expect(room.replica.dehydrate).toHaveBeenCalledTimes(1)
  room.replica.seq = 2
  clock.advance(30_000)
  expect(room.replica.dehydrate).toHaveBeenCalledTimes(1)
  clock.advance(30_000)
  expect(room.replica.dehydrate).toHaveBeenCalledTimes(2)
  // Meanwhile a reading may have hydrated the document.
  clock.advance(30_000)
  expect(room.replica.dehydrate).toHaveBeenCalledTimes(3)
})

test('an empty plan is closed after a minute, and leaves no timer', async () => {
  Object.assign(room, { size: 0, isIdle: true })
  const slot = openSlot()
  await slot.opening
  clock.advance(60_000)
  await settle()
  expect([slot.room, clock.pending]).toEqual([null, 0])
  expect(room.destroy).toHaveBeenCalledTimes(1)
})

test('IN1 a plan that is let go while a connection is in it closes by a broken invariant', async () => {
  const slot = openSlot()
  await slot.opening
  slot.letGo()
  expect(room.replica.breaks).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ invariant: 'left-before-closed' }),
  )
  expect([slot.room, clock.pending]).toEqual([null, 0])
})

test('IN1 a plan is in memory once', async () => {
  const slots = new RoomSlots()
  const slot = openSlot(slots)
  slots.add(slot)
  expect(() => slots.add(openSlot(slots))).toThrow(
    expect.objectContaining({ invariant: 'opened-once' }),
  )
  await slot.opening
  slot.letGo()
  slots.add(openSlot(slots))
  expect(slots.size).toBe(1)
})

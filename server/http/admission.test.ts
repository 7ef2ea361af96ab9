import { beforeEach, expect, test } from 'vitest'
import { silentLogger } from '#server/runtime.ts'
import { Rooms } from '#server/sync/room/rooms.ts'
import { UserBudgets } from '#server/sync/room/user-limits.ts'
import { AppError } from '#shared/errors.ts'
import { HandClock } from '#tests/support/hand-clock.ts'
import { MemoryPlanLog } from '#tests/support/plan-log-memory.ts'
import { enterPlan } from './admission.ts'

type Entering = Parameters<typeof enterPlan>

const membership = {
  role: 'editor',
  discipline: null,
  parts: null,
  isEnded: false,
  lastHereOn: null,
} as const
let closed: number[]

/** Enters a plan while another node may have changed access: it is checked once more, with this outcome. */
async function enterWith(membershipAgain: () => Promise<typeof membership | null>) {
  const clock = new HandClock()
  const log = new MemoryPlanLog(clock)
  log.addPlan('a')
  const rooms = new Rooms({ log, clock, logger: silentLogger })
  const socket = {
    close: (code: number) => void closed.push(code),
    send() {},
    resume() {},
    ping() {},
  }
  const given = {
    rooms,
    guard: { isThere: async () => true, membership: membershipAgain },
    lastHere: { opened() {} },
    budgets: new UserBudgets(clock),
    clock,
    logger: silentLogger,
  } as unknown as Entering[0]
  const actor = { userId: 'u', sessionId: 's', name: 'Noor', startedBy: { method: 'mail' } }
  const welcome = { kind: 'welcome', actor, membership, accessVersion: rooms.accessVersion - 1 }
  const request = { query: new URLSearchParams() } as Entering[1]
  enterPlan(
    given,
    request,
    'a',
    welcome as unknown as Entering[3],
    socket as unknown as Entering[4],
  )
  await rooms.open('a')
  await new Promise((resolve) => setImmediate(resolve))
  await rooms.drain()
}

beforeEach(() => {
  closed = []
})

test('AU1 a member who was removed meanwhile is turned away, and so is everyone of a plan that is gone', async () => {
  await enterWith(async () => null)
  await enterWith(async () => {
    throw new AppError('plan-not-found')
  })
  expect(closed).toEqual([4403, 4403])
})

test('ST1 a database that does not answer takes nobody their access: their copy of the plan would go with it', async () => {
  await enterWith(async () => {
    throw new Error('connection lost')
  })
  // Only the end of the server.
  expect(closed).toEqual([4503])
})

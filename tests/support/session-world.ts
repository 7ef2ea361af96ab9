import { afterEach, beforeEach, vi } from 'vitest'
import { openPlanSession } from '#client/sync/session/plan-session.ts'
import type { EditableSession } from '#client/sync/session/session.ts'
import type { Role } from '#shared/access.ts'
import { setValue } from '#shared/plan/rows.ts'
import type { PresenceUser } from '#shared/protocol/messages.ts'
import { anna, format } from './fixtures.ts'
import { memoryStore } from './memory-store.ts'
import { PlanServer } from './plan-server.ts'

type LocalStore = ReturnType<typeof memoryStore> | Parameters<typeof openPlanSession>[0]['store']

export const planId = 'p1'
const input = {
  values: { wijk: 'Lindewijk' },
  tables: { themes: [{ id: 'ouderen', title: 'Ouderen' }] },
}

/** For tests: sessions on one plan of the real rooms, recreated for each test, with a clock that the test moves. */
export function sessionWorld() {
  let server = new PlanServer({ format, input })
  let open: EditableSession[] = []

  beforeEach(async () => {
    vi.useFakeTimers()
    server = new PlanServer({ format, input })
    await server.addPlan(planId)
    open = []
  })
  afterEach(() => {
    for (const session of open) session.close()
    vi.useRealTimers()
  })

  const opened = (
    user: PresenceUser = anna,
    { role = 'editor', store = memoryStore() }: { role?: Role; store?: LocalStore } = {},
  ): EditableSession => {
    const session = openPlanSession({
      planId,
      format,
      me: user,
      url: 'ws://test/sync',
      WebSocketPolyfill: server.socketFor(user, role),
      ...(store === undefined ? {} : { store }),
      random: () => 0,
    })
    open.push(session)
    return session
  }

  return {
    get server() {
      return server
    },
    get onlySocket() {
      return [...server.sockets][0]
    },
    /** Opens a session whose connection is still pending. */
    opened,
    async start(...given: Parameters<typeof opened>): Promise<EditableSession> {
      const session = opened(...given)
      await settle()
      await server.flush()
      return session
    },
    /** Moves the clock one second, in which the connection comes back. */
    async reconnect(): Promise<void> {
      await vi.advanceTimersByTimeAsync(1_000)
      await server.flush()
    },
  }
}

export const write = (session: EditableSession, value: string) =>
  session.change((doc) => setValue(doc, 'gemeente', value))

/** Runs microtasks: storage and notifications. */
export const settle = () => vi.advanceTimersByTimeAsync(0)

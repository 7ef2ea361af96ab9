import { afterEach, beforeEach, vi } from 'vitest'
import * as Y from 'yjs'
import type { LocalStore } from '#client/sync/device/local-copy.ts'
import { openPlanSession } from '#client/sync/session/plan-session.ts'
import type { EditableSession } from '#client/sync/session/session.ts'
import type { Role } from '#shared/access.ts'
import { setValue } from '#shared/plan/rows.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import type { PresenceUser } from '#shared/protocol/messages.ts'
import { anna, format } from '#tests/support/fixtures.ts'
import { memoryStore } from '#tests/support/memory-store.ts'
import { MemoryServer } from './memory-server.ts'

/** For tests: sessions on one plan of a server in memory, anew for each test, with a clock that is moved by hand. */
export function sessionWorld() {
  let server = new MemoryServer()
  let open: EditableSession[] = []

  beforeEach(() => {
    vi.useFakeTimers()
    server = new MemoryServer()
    let rows = 0
    const input = {
      values: { wijk: 'Lindewijk' },
      tables: { themes: [{ id: 'ouderen', title: 'Ouderen' }] },
    }
    Y.applyUpdate(
      server.doc,
      seedPlan(format, input, () => `r${rows++}`),
    )
    open = []
  })
  afterEach(() => {
    for (const session of open) session.close()
    vi.useRealTimers()
  })

  return {
    get server() {
      return server
    },
    get onlySocket() {
      return [...server.sockets][0]
    },
    start(
      user: PresenceUser = anna,
      options: { role?: Role; store?: LocalStore; isFlushed?: boolean } = {},
    ): EditableSession {
      const { role = 'editor', store = memoryStore() } = options
      const session = openPlanSession({
        planId: 'p1',
        format,
        me: user,
        url: 'ws://test/sync',
        WebSocketPolyfill: server.socketFor(user, role),
        store,
        random: () => 0,
      })
      open.push(session)
      if (options.isFlushed !== false) server.flush()
      return session
    },
    /** A second goes by, in which the connection comes back. */
    async reconnect(): Promise<void> {
      await vi.advanceTimersByTimeAsync(1_000)
      server.flush()
    },
  }
}

export const write = (session: EditableSession, value: string) =>
  session.change((doc) => setValue(doc, 'gemeente', value))

/** Microtasks: storage and notifications. */
export const settle = () => vi.advanceTimersByTimeAsync(0)

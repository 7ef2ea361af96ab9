import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PlanEvent } from '#shared/protocol/events.ts'
import type { Clock } from '../sync/clock.ts'
import { createEventRefresh, type EventRefresh } from './event-refresh.ts'
import { queryKeys } from './query-keys.ts'

class Steps implements Clock {
  #now = 1_000
  #timers: { at: number; call: () => void }[] = []
  now() {
    return this.#now
  }
  elapsed() {
    return this.#now
  }
  after(ms: number, call: () => void) {
    const timer = { at: this.#now + ms, call }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }
  pass(ms: number) {
    this.#now += ms
    const due = this.#timers.filter(({ at }) => at <= this.#now)
    this.#timers = this.#timers.filter(({ at }) => at > this.#now)
    for (const { call } of due) call()
  }
}

describe('the requests of a screen after events', () => {
  let clock: Steps
  let client: QueryClient
  let asked: string[]
  let refresh: EventRefresh
  beforeEach(() => {
    clock = new Steps()
    client = new QueryClient()
    asked = []
    client.invalidateQueries = (filters) => {
      asked.push((filters?.queryKey ?? []).join('/'))
      return Promise.resolve()
    }
    refresh = createEventRefresh({ client, planId: 'p', clock, random: () => 0.5 })
  })

  const tell = (event: PlanEvent, spreadMs = 1_000) =>
    refresh.onEvent({ seq: 1, at: '', actor: null, event, spreadMs })
  const comment = { type: 'comment.added', threadId: 't', commentId: 'c' } as const

  it('EV5 asks once for all that happened, at its own moment of the time that the event says', () => {
    for (let i = 0; i < 50; i++) tell(comment)
    tell({ type: 'invite.changed' })
    clock.pass(499)
    expect(asked).toEqual([])
    clock.pass(1)
    expect(asked).toEqual(['plan/p/threads', 'plan/p/invites'])
  })

  it('EV5 however fast things happen, asks no more often than that time goes by', () => {
    for (let i = 0; i < 100; i++) {
      tell(comment)
      clock.pass(100)
    }
    // Ten seconds hold one request per 1.5 s: the pause, plus the random moment in the next delay.
    expect(asked.length).toBeLessThanOrEqual(7)
    expect(asked.length).toBeGreaterThan(5)
  })

  it('a plan with one screen shows at once what happens', () => {
    tell(comment, 0)
    clock.pass(0)
    expect(asked).toEqual(['plan/p/threads'])
    // The next event within the shortest pause waits for the end of that pause.
    tell(comment, 0)
    clock.pass(499)
    expect(asked).toHaveLength(1)
    clock.pass(1)
    expect(asked).toHaveLength(2)
  })

  it('a comment asks for the consultation only while one runs, and for nothing where comments are kept from someone', () => {
    client.setQueryData(queryKeys.consultation('p'), { closedAt: null })
    tell(comment, 0)
    clock.pass(0)
    expect(asked).toEqual(['plan/p/threads', 'plan/p/consultation'])
    asked.length = 0
    client.setQueryData(queryKeys.consultation('p'), null)
    client.setQueryData(queryKeys.threads('p'), {
      threads: [],
      seq: 0,
      epoch: '',
      isHidden: true,
    })
    tell(comment, 0)
    clock.pass(1_000)
    expect(asked).toEqual([])
    // Whether threads are hidden may have changed.
    tell({ type: 'plan.changed' }, 0)
    clock.pass(1_000)
    expect(asked).toContain('plan/p/threads')
  })

  it('after a gap asks for the plan once, not in the same moment as all others, and nothing once it is closed', () => {
    refresh.onGap()
    clock.pass(999)
    expect(asked).toEqual([])
    clock.pass(1)
    expect(asked).toEqual(['plan/p'])
    tell(comment)
    refresh.stop()
    clock.pass(10_000)
    expect(asked).toEqual(['plan/p'])
  })
})

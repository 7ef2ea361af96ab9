import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock } from '#tests/support/hand-clock.ts'
import { followInbox } from './follow-inbox.ts'

class FakeSource {
  readyState = 1
  readonly #listeners = new Map<string, (() => void)[]>()

  addEventListener(name: string, listener: () => void): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener])
  }

  close(): void {
    this.readyState = 2
  }

  say(name: string): void {
    for (const listener of this.#listeners.get(name) ?? []) listener()
  }
}

describe('following what waits for a user', () => {
  let clock: HandClock
  let sources: FakeSource[]
  let heard: string[]
  let stop: () => void
  const last = () => {
    const source = sources.at(-1)
    if (source === undefined) throw new Error('No stream was opened.')
    return source
  }
  beforeEach(() => {
    clock = new HandClock()
    sources = []
    heard = []
    stop = followInbox({
      open: () => {
        sources.push(new FakeSource())
        return last() as unknown as EventSource
      },
      clock,
      random: () => 0,
      onChanged: () => heard.push('changed'),
      onMode: (mode) => heard.push(mode),
    })
  })

  it('passes hints on, and stays live for as long as the server says anything', () => {
    last().say('begun')
    last().say('changed')
    for (let time = 0; time < 10; time++) {
      clock.advance(20_000)
      last().say('alive')
    }
    expect(heard).toEqual(['live', 'changed'])
    expect(sources).toHaveLength(1)
  })

  it('a proxy that holds the stream up is found by its silence, and a stream is tried again later', () => {
    clock.advance(8_000)
    expect(heard).toEqual(['slow'])
    expect(last().readyState).toBe(2)
    clock.advance(1_000)
    expect(sources).toHaveLength(2)
    last().say('begun')
    expect(heard).toEqual(['slow', 'live'])
  })

  it('after a gap it counts as changed: hints of meanwhile are lost', () => {
    last().say('begun')
    clock.advance(40_000)
    clock.advance(1_000)
    last().say('begun')
    expect(heard).toEqual(['live', 'slow', 'live', 'changed'])
  })

  it('the end of a session is looked up, and a refused stream is not asked for in a loop', () => {
    last().say('begun')
    last().say('ended')
    expect(heard).toEqual(['live', 'changed', 'slow'])
    clock.advance(1_000)
    last().readyState = 2
    last().say('error')
    expect(sources).toHaveLength(2)
    clock.advance(999)
    expect(sources).toHaveLength(2)
    clock.advance(1)
    expect(sources).toHaveLength(3)
  })

  it('a line that the browser makes again by itself keeps its stream', () => {
    last().say('begun')
    last().readyState = 0
    last().say('error')
    last().readyState = 1
    last().say('begun')
    expect(heard).toEqual(['live', 'slow', 'live', 'changed'])
    expect(sources).toHaveLength(1)
  })

  it('says nothing after it was stopped', () => {
    last().say('begun')
    stop()
    last().say('changed')
    clock.advance(500_000)
    expect(heard).toEqual(['live'])
    expect(sources).toHaveLength(1)
  })
})

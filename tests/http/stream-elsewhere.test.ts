import { describe, expect, test } from 'vitest'
import type { NodeCalls } from '#server/http/node-calls.ts'
import {
  decodeRequest,
  encodeAnswer,
  holderOf,
  type StreamAnswer,
  StreamElsewhere,
  streamIdOf,
} from '#server/http/stream-elsewhere.ts'
import { limits } from '#shared/limits.ts'
import { encodeItem } from '#shared/protocol/http.ts'

describe('requests of a connection on another server', () => {
  const item = (number: number) =>
    encodeItem({ number, kind: 'frame', bytes: Uint8Array.of(number) })

  /** The other server, which answers when it is told to. */
  function world() {
    const asked: ReturnType<typeof decodeRequest>[] = []
    const answers: ((answer: StreamAnswer | null) => void)[] = []
    const calls: NodeCalls = {
      nodeId: 'here',
      call: (_nodeId, request) => {
        asked.push(decodeRequest(request))
        return new Promise((resolve) =>
          answers.push((answer) => resolve(answer === null ? null : encodeAnswer(answer))),
        )
      },
      serve: () => undefined,
    }
    const elsewhere = new StreamElsewhere(calls, limits.requestsElsewhere.max)
    return { asked, elsewhere, answer: (answer: StreamAnswer | null) => answers.shift()?.(answer) }
  }
  const read = {
    planId: 'p',
    id: 's.there',
    cookie: 'c',
    kind: 'read',
    after: 3,
    waitMs: 20_000,
  } as const

  test('HT10 an id names its server, and nothing where there is one', () => {
    expect(holderOf(streamIdOf('secret', 'there'), 'here')).toBe('there')
    expect(holderOf(streamIdOf('secret', 'here'), 'here')).toBeNull()
    expect(holderOf(streamIdOf('secret', null), null)).toBeNull()
    expect(holderOf('made up', 'here')).toBeNull()
  })

  test('HT10 a server that does not answer is an unknown connection', async () => {
    const { elsewhere, answer } = world()
    const answered = elsewhere.pass('there', read)
    answer(null)
    expect(await answered).toEqual({ status: 410, text: null })
  })

  test('HT10 bytes and numbers arrive as they were sent, and one request waits for a short while', async () => {
    const { asked, elsewhere } = world()
    void elsewhere.pass('there', read)
    const bytes = Uint8Array.from({ length: 300 }, (_, n) => n)
    void elsewhere.pass('there', { planId: 'p', id: 's.there', cookie: 'c', kind: 'write', bytes })
    expect(asked[0]).toEqual({ ...read, waitMs: 4_000 })
    expect(asked[1]).toMatchObject({ kind: 'write', bytes })
  })

  test('HT10 a connection has so many requests on their way, and then again (limit requestsElsewhere)', async () => {
    const { elsewhere, answer } = world()
    const all = Array.from({ length: limits.requestsElsewhere.max }, () =>
      elsewhere.pass('there', read),
    )
    expect(await elsewhere.pass('there', read)).toBe('too-many')
    expect(await Promise.race([elsewhere.pass('there', { ...read, id: 'other' }), 'waits'])).toBe(
      'waits',
    )
    answer({ status: 200, text: '' })
    await all[0]
    expect(await Promise.race([elsewhere.pass('there', read), 'waits'])).toBe('waits')
  })

  test('HT10 a stream goes on after the last item it gave, and ends with the connection', async () => {
    const { asked, elsewhere, answer } = world()
    const reader = elsewhere.reader('there', read, { status: 200, text: item(4) + item(5) })
    expect(await reader.next()).toBe(item(4) + item(5))
    const silence = reader.next()
    expect(asked[0]).toMatchObject({ after: 5 })
    answer({ status: 200, text: '' })
    expect(await silence).toBe('')
    const end = reader.next()
    expect(asked[1]).toMatchObject({ after: 5 })
    answer({ status: 200, text: null })
    expect(await end).toBeNull()
  })
})

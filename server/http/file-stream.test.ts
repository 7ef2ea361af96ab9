import { describe, expect, test } from 'vitest'
import { silentLogger } from '#server/runtime.ts'
import { streamOf } from './file-stream.ts'

function parts(count: number, breaksAt = Number.POSITIVE_INFINITY) {
  const seen = { made: 0, isEnded: false }
  async function* make() {
    try {
      for (let at = 0; at < count; at += 1) {
        if (at === breaksAt) throw new Error('the disk is gone')
        seen.made += 1
        yield new Uint8Array([at])
      }
    } finally {
      seen.isEnded = true
    }
  }
  const problems: unknown[] = []
  const logger = { ...silentLogger, error: (problem: unknown) => problems.push(problem) }
  return { seen, problems, stream: streamOf(make(), { logger, route: '/api/spoor' }) }
}

describe('a file that is made while it is sent', () => {
  test('is made no further than it is read', async () => {
    const { seen, stream } = parts(1000)
    const reader = stream.getReader()
    expect(seen.made).toBe(0)
    expect(await reader.read()).toEqual({ done: false, value: new Uint8Array([0]) })
    await reader.read()
    expect(seen.made).toBe(2)
  })

  test('arrives whole', async () => {
    const { seen, stream } = parts(300)
    expect(new Uint8Array(await new Response(stream).arrayBuffer())).toHaveLength(300)
    expect(seen).toEqual({ made: 300, isEnded: true })
  })

  test('is made no further when the reader goes away', async () => {
    const { seen, stream } = parts(1000)
    const reader = stream.getReader()
    await reader.read()
    await reader.cancel()
    expect(seen).toEqual({ made: 1, isEnded: true })
  })

  test('breaks off when it can not go on, and never looks like a whole one', async () => {
    const { problems, stream } = parts(1000, 2)
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow('the disk is gone')
    expect(problems).toEqual([{ route: '/api/spoor', reason: expect.stringContaining('disk') }])
  })
})

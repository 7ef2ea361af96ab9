import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestInstallation } from './installation.ts'

describe('the check of a network', () => {
  let test: TestInstallation
  beforeAll(async () => {
    test = await TestInstallation.open()
  })
  afterAll(() => test.close())

  it('echoes a little, and not for other sites', async () => {
    const { app } = test.installation
    const echo = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      app.request('/sync-check/echo', { method: 'POST', body, headers })
    expect(new Uint8Array(await (await echo(new Uint8Array([7, 8]))).arrayBuffer())).toEqual(
      new Uint8Array([7, 8]),
    )
    expect((await echo(new Uint8Array(1025))).status).toBe(413)
    expect((await echo(new Uint8Array(), { origin: 'https://elders.voorbeeld' })).status).toBe(403)
    expect((await app.request('/sync-check')).status).toBe(426)
  })

  it('sends a stream in pieces', async () => {
    const { app } = test.installation
    const reader = (
      (await app.request('/sync-check/stream')).body as ReadableStream<Uint8Array>
    ).getReader()
    for (let piece = 1; piece <= 3; piece++) {
      const next = reader.read()
      await new Promise((resolve) => setImmediate(resolve))
      if (piece > 1) test.clock.advance(500)
      expect(new TextDecoder().decode((await next).value)).toMatch(new RegExp(`^data: ${piece}`))
    }
    expect((await reader.read()).done).toBe(true)
  })

  it('runs out (limit connectionChecks)', async () => {
    const { app } = test.installation
    let status = 0
    for (let i = 0; i < 200 && status !== 429; i++)
      status = (await app.request('/sync-check/echo', { method: 'POST' })).status
    expect(status).toBe(429)
  })
})

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { describe, expect, it } from 'vitest'
import { smallPlan, TestInstallation } from './installation.ts'

describe('someone who stops waiting', () => {
  it('ends the making of the file, and the next one is made', async () => {
    const test = await TestInstallation.open()
    const coordinator = await test.person('Coor')
    const planId = await coordinator.createPlan({
      ...smallPlan,
      tables: {
        budget: Array.from({ length: 3000 }, (_, at) => ({
          id: `regel${at}`,
          group: 'netwerk',
          description: `Regel ${at}`,
          quantityHundredths: 100,
          rateCents: 7500,
        })),
      },
    })
    const server = await listen(test)
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/api/plans/${planId}/export`
    const headers = { cookie: coordinator.cookie }
    const leaving = new AbortController()
    const left = fetch(`${url}.docx`, { headers, signal: leaving.signal }).catch(
      (error: Error) => error.name,
    )
    const answered = async (status: number) =>
      (await test.installation.registry.metrics()).includes(
        `wijktafel_http_seconds_count{method="GET",route="/api/plans/:planId/export.docx",status="${status}"} 1`,
      )
    await expect.poll(() => test.installation.files.busy(), { timeout: 20_000 }).toBe(1)
    leaving.abort()
    expect(await left).toBe('AbortError')
    await expect.poll(() => answered(499), { timeout: 20_000 }).toBe(true)
    expect(test.installation.files.busy()).toBe(0)
    expect((await fetch(`${url}.csv`, { headers })).status).toBe(200)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await test.close()
  }, 60_000)
})

function listen(test: TestInstallation): Promise<Server> {
  return new Promise((resolve) => {
    const server = serve(
      { fetch: test.installation.app.fetch, port: 0, hostname: '127.0.0.1' },
      () => resolve(server as Server),
    )
  })
}

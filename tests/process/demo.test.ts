import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiClient } from '../support/api-client.ts'
import { ServerProcess } from '../support/server-process.ts'

const run = promisify(execFile)
type Expected = {
  expected: {
    budget: { totalCents: number; quantityHundredths: number; groupCents: Record<string, number> }
  }
}
const fixture = (name: string): Expected =>
  JSON.parse(readFileSync(`tests/fixtures/plans/${name}.json`, 'utf8')) as Expected

describe('npm run demo and npm run admin, beside a running server', () => {
  let server: ServerProcess
  beforeAll(async () => {
    server = await ServerProcess.start()
  }, 60_000)
  afterAll(() => server?.stop())

  const program = (script: string, ...args: string[]) =>
    run(process.execPath, [`scripts/${script}.mjs`, ...args], {
      env: { ...process.env, PORT: String(server.port), DATA_DIR: server.dataDir },
    })

  test('loads the three example plans, whose totals are the expected ones; again adds nothing', async () => {
    const first = await program('demo')
    expect(first.stdout.match(/^Toegevoegd/gm)).toHaveLength(3)
    const link = /http\S+\/sign-in\?token=\S+/.exec(first.stdout)?.[0] ?? ''
    const vera = await new ApiClient(server.url).signIn(link)
    const { plans } = await vera.plans()
    for (const [wijk, name] of [
      ['Kraaienveen', 'kraaienveen'],
      ['Het Broekerveld', 'broekerveld'],
      ['De Meerpalen', 'meerpalen'],
    ] as const) {
      const plan = plans.find((candidate) => candidate.wijk === wijk)
      const { budget } = fixture(name).expected
      expect(plan?.totalCents).toBe(budget.totalCents)
      const content = await vera.content(plan?.id ?? '')
      expect(content.totals['budget']).toMatchObject({
        totalCents: budget.totalCents,
        quantityHundredths: budget.quantityHundredths,
        groups: budget.groupCents,
      })
    }
    const again = await program('demo')
    expect(again.stdout.match(/^Was er al/gm)).toHaveLength(3)
    expect((await vera.plans()).plans).toHaveLength(3)
  }, 60_000)

  test('admin link prints one URL on stdout and nothing else, and it signs that person in', async () => {
    const { stdout } = await program(
      'admin',
      'link',
      '--email',
      'bas@voorbeeld.nl',
      '--name',
      'Bas Beheer',
      '--admin',
    )
    expect(stdout.trim().split('\n')).toHaveLength(1)
    const bas = await new ApiClient(server.url).signIn(stdout.trim())
    expect(await bas.json('GET', '/api/me')).toMatchObject({
      name: 'Bas Beheer',
      email: 'bas@voorbeeld.nl',
      isAdmin: true,
    })
    await expect(new ApiClient(server.url).signIn(stdout.trim())).rejects.toThrow('410')
  }, 60_000)
})

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiClient } from '../support/api-client.ts'
import { emptyDatabase, noPostgres } from '../support/postgres-server.ts'
import { ServerProcess } from '../support/server-process.ts'

const run = promisify(execFile)
type Expected = {
  expected: {
    budget: { totalCents: number; quantityHundredths: number; groupCents: Record<string, number> }
  }
}
const fixture = (name: string): Expected =>
  JSON.parse(readFileSync(`tests/fixtures/plans/${name}.json`, 'utf8')) as Expected

const databases = [
  { name: 'SQLite', skipped: null, environment: async () => ({}) },
  {
    name: 'PostgreSQL',
    skipped: noPostgres,
    environment: async () => ({ DATABASE_URL: await emptyDatabase() }),
  },
] as const

describe.each(databases.filter(({ skipped }) => skipped === null))(
  'npm run demo and npm run admin on $name',
  ({ environment }) => {
    let server: ServerProcess
    let settings: Record<string, string>
    beforeAll(async () => {
      settings = await environment()
      server = await ServerProcess.start(settings)
    }, 60_000)
    afterAll(() => server?.stop())

    const programOn =
      (of: ServerProcess, its: Record<string, string>) =>
      (script: string, ...args: string[]) =>
        run(process.execPath, [`scripts/${script}.mjs`, ...args], {
          env: { ...process.env, ...its, PORT: String(of.port), DATA_DIR: of.dataDir },
        })
    const program = (script: string, ...args: string[]) =>
      programOn(server, settings)(script, ...args)

    test('the example plans are loaded while a server makes its database, and by the first command of all', async () => {
      const its = await environment()
      const starting = await ServerProcess.notStarted(its)
      const beside = programOn(starting, its)
      try {
        const [, ...printed] = await Promise.all([
          starting.up(),
          beside('demo'),
          beside('admin', 'link', '--email', 'bas@voorbeeld.nl', '--name', 'Bas'),
        ])
        expect(printed[0].stdout.match(/^Toegevoegd/gm)).toHaveLength(3)
        const bas = await new ApiClient(starting.url).signIn(printed[1].stdout.trim())
        expect(await bas.json('GET', '/api/me')).toMatchObject({ name: 'Bas' })
        expect((await beside('admin', 'verify')).stdout).toContain('alles in orde')
      } finally {
        await starting.stop()
      }
    }, 120_000)

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
  },
)

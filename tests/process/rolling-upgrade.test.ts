import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from '../support/api-client.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { ServerProcess } from '../support/server-process.ts'
import { SyncClient } from '../support/sync-client.ts'

const secretKey = 'voor-deze-proef-en-nergens-anders'
const values = {
  wijk: 'Kraaienveen',
  team: 'Wijkteam Kraaienveen',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}

/**
 * A build of the release before is imitated by this build, on a database that a later migration has
 * changed. What this cannot show: that the code of that release writes nothing that its successor
 * misreads. The comparison of schemas (tests/contracts/released-schema.test.ts) stands for that.
 */
describe.skipIf(noPostgres !== null)('servers that are replaced one by one', () => {
  let database: pg.Client
  let environment: Record<string, string>
  const servers: ServerProcess[] = []
  beforeAll(async () => {
    const url = await freshDatabase()
    environment = { DATABASE_URL: url, SECRET_KEY: secretKey }
    database = new pg.Client({ connectionString: url })
    await database.connect()
  }, 60_000)
  afterAll(async () => {
    for (const server of servers) await server.stop()
    await database?.end()
  })

  async function start(): Promise<ServerProcess> {
    const server = await ServerProcess.notStarted(environment)
    servers.push(server)
    await server.up()
    return server
  }
  const migrate = (name: string, breaks: 0 | 1, statement: string) =>
    database.query(`begin; ${statement};
      insert into kysely_migration (name, timestamp) values ('${name}', '2030-01-01');
      insert into schema_steps (name, breaks) values ('${name}', ${breaks}); commit`)

  test('one that runs goes on over a migration that adds, one that is started joins it, and one that may not says so', async () => {
    const first = await start()
    const els = await new ApiClient(first.url).signIn(await first.firstLink())
    await els.json('PATCH', '/api/me', { name: 'Els' })
    const planId = await els.createPlan({ format: 'hecht-wijkverband', values })
    const here = new SyncClient(first.url, planId, { cookie: els.cookie })
    await here.until(() => here.isSaved, 'joined')

    await migrate('9998-colours', 0, 'alter table plans add column colour text')
    planValues(here.doc).set('wijk', 'Na de eerste stap')
    await here.until(() => here.isSaved, 'saved')
    const second = await start()
    const there = new SyncClient(second.url, planId, { cookie: els.cookie })
    await there.until(
      () => planValues(there.doc).get('wijk') === 'Na de eerste stap',
      'read on the other',
    )
    await new ApiClient(second.url, els.cookie).createPlan({ format: 'hecht-wijkverband', values })
    expect(here.closeCode).toBeNull()

    await migrate('9999-no-colours', 1, 'alter table plans drop column colour')
    await expect(start()).rejects.toThrow(
      /ended with \d+:[\s\S]*Deze database is van een nieuwere versie van Wijktafel \(9998-colours, 9999-no-colours\)/,
    )
    planValues(here.doc).set('wijk', 'Na de tweede stap')
    await there.until(
      () => planValues(there.doc).get('wijk') === 'Na de tweede stap',
      'those that run go on',
    )
    here.close()
    there.close()
  })
})

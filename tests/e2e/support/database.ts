import { noPostgresHere, PostgresProcess } from '../../support/postgres-process.ts'

/** The database of an installation: the environment that names it, and its end. */
export type InstallationDatabase = {
  environment: Record<string, string>
  stop(): Promise<void>
}

/** SQLite in the data folder; with `TEST_DATABASE=postgres` a PostgreSQL server of this worker. */
export async function startDatabase(): Promise<InstallationDatabase> {
  if (process.env['TEST_DATABASE'] !== 'postgres')
    return { environment: {}, stop: async () => undefined }
  if (noPostgresHere !== null) throw new Error(`TEST_DATABASE=postgres: ${noPostgresHere}`)
  const server = await PostgresProcess.start({ isDurable: true })
  return {
    environment: { DATABASE_URL: await server.emptyDatabase('wijktafel') },
    stop: () => server.stop(),
  }
}

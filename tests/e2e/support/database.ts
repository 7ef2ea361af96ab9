import { noPostgres, PostgresInstance } from '../../support/postgres-instance.ts'

/** The database of an installation: the environment that names it, and its end. */
export type InstallationDatabase = {
  environment: Record<string, string>
  stop(): Promise<void>
}

/** SQLite in the data folder; with `TEST_DATABASE=postgres` a PostgreSQL server of this worker. */
export async function startDatabase(): Promise<InstallationDatabase> {
  if (process.env['TEST_DATABASE'] !== 'postgres')
    return { environment: {}, stop: async () => undefined }
  if (noPostgres !== null) throw new Error(`TEST_DATABASE=postgres: ${noPostgres}`)
  const server = await PostgresInstance.start()
  await server.query('create database wijktafel')
  return {
    environment: { DATABASE_URL: server.url('wijktafel') },
    stop: () => server.remove(),
  }
}

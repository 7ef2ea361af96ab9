import { join } from 'node:path'
import { openAccounts } from './auth/accounts.ts'
import { databaseFile } from './config.ts'
import { openDataFolder, refuseLostDatabase } from './data-folder.ts'
import { currentOrigin } from './http/request-origin.ts'
import { createPlanWriter } from './plans/plan-writer.ts'
import type { Clock, Ids, Logger } from './runtime.ts'
import { openDatabase } from './storage/database.ts'
import { createSqlPlanLog } from './storage/plan-log-sql.ts'

/**
 * Only database, log and accounts: what the command line needs, without the code that serves
 * requests, which takes as long to load as most commands run. The caller destroys `db`. Rejects
 * with an Error for the operator if the database can't be opened.
 */
export async function openStorage(given: {
  clock: Clock
  ids: Ids
  logger: Logger
  dataDir: string
  publicUrl: string
}) {
  // No other user of this machine may read plans and sessions.
  await openDataFolder(given.dataDir, given.logger)
  await refuseLostDatabase(given.dataDir)
  const db = await openDatabase(join(given.dataDir, databaseFile))
  const log = createSqlPlanLog({ db, clock: given.clock, originOf: currentOrigin })
  const writer = createPlanWriter({ ...given, db, log, originOf: currentOrigin })
  return { db, log, writer, ...openAccounts({ ...given, db, writer }) }
}

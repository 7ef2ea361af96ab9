import type { Clock, Ids, Logger } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { createAuth } from './auth.ts'
import { createGuard, type Guard } from './guard.ts'
import { createLinks, type Links } from './links.ts'
import { loadSecret } from './secret.ts'
import { createSessionLookup } from './session-lookup.ts'

/** Everything about who someone is, put together: for the server and for the command line, so that a link of one works in the other. */
export async function openAccounts(given: {
  db: Storage
  dataDir: string
  publicUrl: string
  clock: Clock
  ids: Ids
  logger: Logger
}): Promise<{ guard: Guard; links: Links }> {
  const { db, dataDir, publicUrl, clock, ids, logger } = given
  const auth = createAuth({
    db,
    secret: await loadSecret(dataDir),
    publicUrl,
    logger,
    newToken: ids.secret,
  })
  return {
    guard: createGuard({ auth, db, sessions: await createSessionLookup({ auth, db }) }),
    links: createLinks({ auth, db, clock, ids, publicUrl }),
  }
}

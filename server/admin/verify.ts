import { openDatabaseReadOnly, openPostgresAsIs } from '#server/storage/database.ts'
import type { Storage } from '#server/storage/tables.ts'
import { counted } from '#shared/counted.ts'
import { checkDatabase } from './database-checks.ts'
import { sizeOf } from './database-files.ts'
import { checkPlans, nameOf } from './plan-checks.ts'
import { type ExitCode, Refusal, type Terminal } from './terminal.ts'

/** Checks everything and changes nothing; works beside a running server. */
export async function verify(database: string, { say }: Terminal): Promise<ExitCode> {
  if ((await sizeOf(database)) === null)
    throw new Refusal(`${database} bestaat niet. Staat DATA_DIR goed?`)
  return verifyStorage(openDatabaseReadOnly(database), database, { say })
}

/** The same for a database on PostgreSQL, which is checked without migrating it. */
export function verifyPostgres(url: string, { say }: Pick<Terminal, 'say'>): Promise<ExitCode> {
  return verifyStorage(openPostgresAsIs(url), null, { say })
}

async function verifyStorage(
  db: Storage,
  file: string | null,
  { say }: Pick<Terminal, 'say'>,
): Promise<ExitCode> {
  try {
    const general = await checkDatabase(db, file)
    for (const fault of general) say(`FOUT     database: ${fault}`)
    const count = { plans: 0, faulty: 0 }
    for await (const { plan, faults } of checkPlans(db)) {
      count.plans++
      if (faults.length > 0) count.faulty++
      if (faults.length === 0)
        say(`in orde  ${nameOf(plan)}, ${counted(plan.seq, 'wijziging', 'wijzigingen')}`)
      for (const fault of faults) say(`FOUT     ${nameOf(plan)}: ${fault}`)
    }
    const isWell = general.length === 0 && count.faulty === 0
    say(
      `${counted(count.plans, 'plan', 'plannen')} nagekeken: ${isWell ? 'alles in orde' : `${count.faulty} met fouten${general.length > 0 ? ', en de database zelf heeft fouten' : ''}`}.`,
    )
    return isWell ? 0 : 1
  } finally {
    await db.destroy()
  }
}

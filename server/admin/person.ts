import { findUserByEmail } from '#server/auth/users.ts'
import type { Config } from '#server/config.ts'
import { openStorageForCommand } from '#server/open-storage.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { exportPerson } from '#server/plans/privacy/export-person.ts'
import { forgetPerson, mustLeaveCoordinators } from '#server/plans/privacy/forget-person.ts'
import { openStoredPlan } from '#server/plans/privacy/stored-plan.ts'
import { silentLogger, systemClock, systemIds } from '#server/runtime.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import { counted } from '#shared/counted.ts'
import { readPlan } from '#shared/plan/read.ts'
import { type ExitCode, Refusal, type Terminal } from './terminal.ts'

export type PersonCommand = 'export-person' | 'forget-person' | 'end-sessions'

/**
 * Operator commands at the request of a person, found by their address. All of them work beside a
 * running server; sessions that they end are closed there within a second.
 */
export async function runPersonCommand(
  command: PersonCommand,
  { email, isSure, config }: { email: string; isSure: boolean; config: Config },
  terminal: Terminal,
): Promise<ExitCode> {
  const { db, log, writer, sessions } = await openStorageForCommand({
    ...config,
    clock: systemClock,
    ids: systemIds,
    logger: silentLogger,
  })
  try {
    const user = await findUserByEmail(db, email)
    if (user === undefined) throw new Refusal(`Er is geen account met ${email}.`)
    switch (command) {
      case 'export-person': {
        const read = (planId: string) => readStored(db, log, planId)
        const data = await exportPerson(db, user.id, { now: systemClock.now(), read })
        terminal.say(JSON.stringify(data, null, 2))
        return 0
      }
      case 'end-sessions': {
        const { length } = await db
          .selectFrom('sessions')
          .select('id')
          .where('user_id', '=', user.id)
          .execute()
        await sessions.write((_, writer) => writer.end({ kind: 'all', userId: user.id }))
        terminal.say(`${counted(length, 'sessie', 'sessies')} beëindigd.`)
        return 0
      }
      case 'forget-person':
        if (!isSure)
          throw new Refusal(
            `Dit haalt naam en adres van ${user.name} overal weg en is niet terug te draaien. Maak eerst een reservekopie en, als daarom is gevraagd, een export met export-person. Herhaal de opdracht daarna met --yes.`,
          )
        // Someone who is not forgotten is not signed out either.
        await mustLeaveCoordinators(db, user.id)
        // First, so that nothing in their name is written while they are being forgotten.
        await sessions.write((_, writer) => writer.end({ kind: 'all', userId: user.id }))
        return await forget({ db, log, writer }, user.id, terminal)
    }
  } finally {
    await db.destroy()
  }
}

async function forget(
  { db, log, writer }: { db: Storage; log: SqlPlanLog; writer: PlanWriter },
  userId: string,
  { say }: Terminal,
): Promise<ExitCode> {
  const report = await forgetPerson({ db, log, writer, clock: systemClock, ids: systemIds }, userId)
  say(`De persoon heet nu ${report.pseudonym} en kan niet meer inloggen.`)
  for (const { id, title, versions, lines } of report.plans)
    say(
      `${id} ${title}: ${counted(versions, 'versie', 'versies')} en ${counted(lines, 'regel', 'regels')} van het logboek aangepast`,
    )
  for (const id of report.removedPlans)
    say(`${id} is eerder verwijderd en niet aangepast: niemand kan het nog openen`)
  say(
    'Blijft staan: akkoorden, mandaten, redenen bij de controle en wat is ingediend. Reservekopieën van voor nu hebben de naam nog: zie docs/operate.md.',
  )
  return 0
}

async function readStored(db: Storage, log: SqlPlanLog, planId: string) {
  const plan = await openStoredPlan(db, log, planId)
  if (plan === null) return null
  const { doc, format, epoch, seq } = plan
  const content = readPlan(doc, format, { epoch, seq })
  doc.destroy()
  return content
}

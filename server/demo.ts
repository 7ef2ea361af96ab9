import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { CreatePlanSchema } from '#shared/api/plans.ts'
import { formatEuro } from '#shared/money.ts'
import { findUserByEmail, insertUser } from './auth/users.ts'
import { readConfig } from './config.ts'
import { restrictToOwner } from './data-folder.ts'
import { openStorageForCommand } from './open-storage.ts'
import { createPlan } from './plans/create-plan.ts'
import { silentLogger, systemClock, systemIds } from './runtime.ts'
import { loadFormats } from './storage/formats.ts'
import { createPlanTurns } from './sync/replica/plan-document.ts'
import { Turns } from './turns.ts'

/**
 * `npm run demo`: adds the three filled-in example plans (fictional) to the installation, with an
 * example person as coordinator and every administrator as a member, and prints a link to view
 * them. Running it again changes nothing: existing examples stay as they are. Works while the
 * server runs.
 */
const person = { email: 'voorbeeld@wijktafel.invalid', name: 'Vera Voorbeeld', isAdmin: false }

const ExampleSchema = z.object({ title: z.string(), body: CreatePlanSchema })

async function run(folder: string): Promise<void> {
  const read = readConfig(process.env)
  if (read.kind === 'wrong') throw new Error(read.problems.join('\n'))
  const world = { clock: systemClock, ids: systemIds, logger: silentLogger }
  const { db, writer, links } = await openStorageForCommand({ ...world, ...read.config })
  try {
    const formats = await loadFormats({
      folders: [fileURLToPath(new URL('../formats', import.meta.url))],
      db,
    })
    const creation = { ...world, formats, writer, turns: createPlanTurns(new Turns()) }
    // Done first, because the plans are made in this person's name. Nobody can hold an address like
    // this one.
    const { id: userId } =
      (await findUserByEmail(db, person.email)) ??
      (await insertUser(db, {
        ...person,
        id: systemIds.next(),
        isEmailProven: true,
        now: systemClock.now(),
      }))
    const url = await links.forPerson(person)
    const admins = await db.selectFrom('user').select('id').where('isAdmin', '=', 1).execute()
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
      const example = ExampleSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
      const find = () =>
        db
          .selectFrom('plans')
          .select(['id', 'total_cents'])
          .where('created_by', '=', userId)
          .where('wijk', '=', String(example.body.values['wijk']))
          .where('deleted_at', 'is', null)
          .executeTakeFirst()
      const known = await find()
      if (known === undefined) {
        const planId = await createPlan(creation, userId, example.body)
        const rows = admins.map(({ id }) => ({
          plan_id: planId,
          user_id: id,
          role: 'coordinator' as const,
          discipline: null,
          added_at: systemClock.now(),
        }))
        if (rows.length > 0) await db.insertInto('members').values(rows).execute()
      }
      const plan = known ?? (await find())
      console.log(
        `${known === undefined ? 'Toegevoegd' : 'Was er al'}: ${example.title}, begroting ${formatEuro(plan?.total_cents ?? 0)}`,
      )
    }
    console.log(`Bekijk de voorbeelden als ${person.name}: ${url}`)
  } finally {
    await db.destroy()
  }
}

restrictToOwner()
try {
  await run(process.argv[2] ?? 'tests/fixtures/plans')
} catch (error) {
  console.error(
    `De voorbeelden konden niet worden geladen: ${error instanceof Error ? error.message : error}`,
  )
  process.exitCode = 1
}

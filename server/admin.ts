import { parseArgs } from 'node:util'
import { z } from 'zod'
import { openStorage } from './compose.ts'
import { readConfig } from './config.ts'
import { silentLogger, systemClock, systemIds } from './runtime.ts'

/** The command line for who runs an installation. stdout holds the answer and nothing else, so that a script can use it. */

const usage = `Gebruik:
  npm run -s admin -- link --email E --name N [--admin]   maakt een inloglink voor deze persoon (één keer te gebruiken, een dag geldig)`

const PersonSchema = z.object({
  email: z.email('--email is geen geldig e-mailadres.').max(200, '--email is te lang.'),
  name: z.string('--name ontbreekt.').trim().min(2, '--name is te kort.').max(120, '--name is te lang.'),
  admin: z.boolean().default(false),
})

async function run(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args
  if (command === 'link') return makeLink(rest)
  if (command === 'backup' || command === 'restore' || command === 'verify')
    return complain(`"${command}" bestaat nog niet in deze versie van Wijktafel. Stop de server en kopieer de hele map DATA_DIR om een reservekopie te maken.`)
  return complain(usage)
}

/** Works while the server runs: the link is used there. */
async function makeLink(args: readonly string[]): Promise<number> {
  const person = PersonSchema.safeParse(parse(args))
  if (!person.success) return complain(`${person.error.issues.map((issue) => issue.message).join('\n')}\n\n${usage}`)
  const read = readConfig(process.env)
  if (read.kind === 'wrong') return complain(read.problems.join('\n'))
  const { db, links } = await openStorage({ ...read.config, clock: systemClock, ids: systemIds, logger: silentLogger })
  try {
    const { email, name, admin: isAdmin } = person.data
    console.log(await links.forPerson({ email, name, isAdmin }))
    return 0
  } finally {
    await db.destroy()
  }
}

function parse(args: readonly string[]): unknown {
  try {
    return parseArgs({ args: [...args], options: { email: { type: 'string' }, name: { type: 'string' }, admin: { type: 'boolean' } } }).values
  } catch {
    return {}
  }
}

function complain(text: string): number {
  console.error(text)
  return 2
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

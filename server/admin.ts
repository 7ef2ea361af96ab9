import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { PersonCommand } from './admin/person.ts'
import { type ExitCode, explain, type Terminal } from './admin/terminal.ts'
import { type Config, databaseFile, readConfig } from './config.ts'
import { restrictToOwner } from './data-folder.ts'
import { silentLogger, systemClock, systemIds } from './runtime.ts'

/**
 * The command line for the operator of an installation. stdout holds only the answer, so that a
 * script can use it.
 */

const usage = `Gebruik:
  npm run -s admin -- link --email E --name N [--admin]   maakt een inloglink voor deze persoon (één keer te gebruiken, een dag geldig)
  npm run -s admin -- backup BESTAND [--force]            maakt een reservekopie, ook terwijl de server draait (--force: vervangt BESTAND)
  npm run -s admin -- restore BESTAND [--force]           zet een reservekopie terug; stop eerst de server (--force: ook als er plannen beschadigd zijn)
  npm run -s admin -- verify [BESTAND]                    kijkt alle plannen na, van deze installatie of van een reservekopie
  npm run -s admin -- move --to postgres|sqlite           verplaatst alles van DATA_DIR naar DATABASE_URL, of terug; stop eerst de server
  npm run -s admin -- export-person --email E             schrijft alles wat van deze persoon wordt bewaard, als JSON
  npm run -s admin -- forget-person --email E --yes       vervangt naam en adres van deze persoon overal
  npm run -s admin -- end-sessions --email E              logt deze persoon overal uit, ook op open schermen
  npm run -s admin -- rotate-key                          maakt een nieuwe ondertekensleutel; start de server daarna opnieuw`

const PersonSchema = z.object({
  email: z.email('--email is geen geldig e-mailadres.').max(200, '--email is te lang.'),
  name: z
    .string('--name ontbreekt.')
    .trim()
    .min(2, '--name is te kort.')
    .max(120, '--name is te lang.'),
  admin: z.boolean().default(false),
})

const terminal: Terminal = {
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
  progress: (line) => console.error(line),
}

type FileCommand = 'backup' | 'restore' | 'verify'
type Command = 'link' | 'rotate-key' | 'move' | FileCommand | PersonCommand
type Run = (args: readonly string[]) => Promise<ExitCode>

const commands: Readonly<Record<Command, Run>> = {
  link: (args) => withConfig((config) => makeLink(args, config)),
  'rotate-key': (args) =>
    withConfig(async (config) => (args.length === 0 ? rotateKey(config) : misunderstood(usage))),
  backup: (args) => withConfig((config) => onFile('backup', args, config)),
  restore: (args) => withConfig((config) => onFile('restore', args, config)),
  verify: (args) => withConfig((config) => onFile('verify', args, config)),
  move: (args) => withConfig((config) => moveInstallation(args, config)),
  'export-person': (args) => withPerson('export-person', args),
  'forget-person': (args) => withPerson('forget-person', args),
  'end-sessions': (args) => withPerson('end-sessions', args),
}

async function run([name = '', ...args]: readonly string[]): Promise<ExitCode> {
  return Object.hasOwn(commands, name) ? commands[name as Command](args) : misunderstood(usage)
}

async function withConfig(use: (config: Config) => Promise<ExitCode>): Promise<ExitCode> {
  const read = readConfig(process.env)
  return read.kind === 'wrong' ? misunderstood(read.problems.join('\n')) : use(read.config)
}

async function withPerson(command: PersonCommand, args: readonly string[]): Promise<ExitCode> {
  const { email, yes = false } = parse(args) as { email?: string; yes?: boolean }
  if (email === undefined || (yes && command !== 'forget-person')) return misunderstood(usage)
  return withConfig(async (config) => {
    const { runPersonCommand } = await import('./admin/person.ts')
    return runPersonCommand(command, { email, isSure: yes, config }, terminal)
  })
}

async function onFile(
  command: FileCommand,
  args: readonly string[],
  { dataDir, database: where }: Config,
): Promise<ExitCode> {
  const given = parseFileArguments(args)
  const database = join(dataDir, databaseFile)
  if (given === null || (command === 'verify' && given.isForced)) return misunderstood(usage)
  const { file, isForced } = given
  // Each command loads only what it needs: loading the rest takes longer than most commands run.
  if (command === 'verify') {
    const { verify, verifyPostgres } = await import('./admin/verify.ts')
    return noted(
      { dataDir, kind: 'verify', file },
      file === null && where.kind === 'postgres'
        ? verifyPostgres(where.url, terminal)
        : verify(file ?? database, terminal),
    )
  }
  if (file === null) return misunderstood(usage)
  switch (command) {
    case 'backup': {
      const target = { file, replaces: isForced, clock: systemClock }
      const { backUp, backUpPostgres } = await import('./admin/backup.ts')
      return noted(
        { dataDir, kind: 'backup', file },
        where.kind === 'postgres'
          ? backUpPostgres({ ...target, url: where.url }, terminal)
          : backUp({ ...target, database }, terminal),
      )
    }
    case 'restore': {
      const given = { file, acceptsFaults: isForced, clock: systemClock, ids: systemIds }
      const { restore, restorePostgres } = await import('./admin/restore.ts')
      return where.kind === 'postgres'
        ? restorePostgres({ ...given, url: where.url, dataDir }, terminal)
        : restore({ ...given, database }, terminal)
    }
  }
}

/** Recorded for the page of the administrator. */
async function noted(
  { dataDir, kind, file }: { dataDir: string; kind: 'backup' | 'verify'; file: string | null },
  work: Promise<ExitCode>,
): Promise<ExitCode> {
  let isGood = false
  try {
    const code = await work
    isGood = code === 0
    return code
  } finally {
    const { noteUpkeep } = await import('./upkeep.ts')
    const at = new Date(systemClock.now()).toISOString()
    await noteUpkeep(dataDir, { kind, at, file, isGood })
  }
}

/** Both places come from the settings: an argument with a password is visible to every user of the machine. */
async function moveInstallation(
  args: readonly string[],
  { dataDir, database: where }: Config,
): Promise<ExitCode> {
  const { to } = parse(args) as { to?: string }
  if (to !== 'postgres' && to !== 'sqlite') return misunderstood(usage)
  if (where.kind === 'sqlite')
    return misunderstood(
      'Noem in DATABASE_URL de PostgreSQL-database waar alles heen gaat of vandaan komt.',
    )
  const { move } = await import('./admin/move.ts')
  return move(to, { database: join(dataDir, databaseFile), url: where.url }, terminal)
}

function parseFileArguments(
  args: readonly string[],
): { file: string | null; isForced: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { force: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    return positionals.length > 1 || positionals[0] === ''
      ? null
      : { file: positionals[0] ?? null, isForced: values.force }
  } catch {
    return null
  }
}

/** Works while the server runs: the server consumes the link. */
async function makeLink(args: readonly string[], config: Config): Promise<ExitCode> {
  const person = PersonSchema.safeParse(parse(args))
  if (!person.success)
    return misunderstood(
      `${person.error.issues.map((issue) => issue.message).join('\n')}\n\n${usage}`,
    )
  const { openStorageForCommand } = await import('./open-storage.ts')
  const { db, links } = await openStorageForCommand({
    ...config,
    clock: systemClock,
    ids: systemIds,
    logger: silentLogger,
  })
  try {
    const { email, name, admin: isAdmin } = person.data
    console.log(await links.forPerson({ email, name, isAdmin }))
    return 0
  } finally {
    await db.destroy()
  }
}

/** Signatures of the old key can still be verified: its public half stays in the database. */
async function rotateKey(config: Config): Promise<ExitCode> {
  const { openStorageForCommand } = await import('./open-storage.ts')
  const { rotateSigningKey } = await import('./signing-key.ts')
  const { openInstallationKeys } = await import('./installation-keys.ts')
  const { db } = await openStorageForCommand({
    ...config,
    clock: systemClock,
    ids: systemIds,
    logger: silentLogger,
  })
  try {
    const { before, now } = await rotateSigningKey({
      keys: await openInstallationKeys({ ...config, db }),
      db,
      clock: systemClock,
    })
    terminal.say(
      `Nieuwe ondertekensleutel ${now}; de oude is bewaard als signing-key.${before}.pem. Start de server opnieuw om met de nieuwe te ondertekenen.`,
    )
    return 0
  } finally {
    await db.destroy()
  }
}

function parse(args: readonly string[]): unknown {
  try {
    return parseArgs({
      args: [...args],
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        admin: { type: 'boolean' },
        yes: { type: 'boolean' },
        to: { type: 'string' },
      },
    }).values
  } catch {
    return {}
  }
}

function misunderstood(text: string): ExitCode {
  terminal.complain(text)
  return 2
}

restrictToOwner()
try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  terminal.complain(explain(error))
  process.exitCode = 1
}

import { resolve } from 'node:path'
import { z } from 'zod'
import { type OidcSettings, readOidc } from './oidc-settings.ts'
import { type Proxies, readProxies } from './trust-proxy.ts'

/** The name of the database in DATA_DIR. */
export const databaseFile = 'wijktafel.sqlite'

/**
 * Where plans are stored. `secretKey` encrypts the keys of the installation, which are then in the database for all servers;
 * null: they are in DATA_DIR, and there is one server.
 */
export type Database = Readonly<
  { kind: 'sqlite' } | { kind: 'postgres'; url: string; secretKey: string | null }
>

export type Config = Readonly<{
  port: number
  /** Undefined: listen on every address. */
  host: string | undefined
  dataDir: string
  database: Database
  /** Origin of the installation for its users, without a slash at the end. */
  publicUrl: string
  /** Null: no mail server; links are shown to the inviter and in the log. */
  mail: Readonly<{ url: string; from: string }> | null
  /** Null: nobody signs in by an organisation. */
  oidc: OidcSettings | null
  /** Folder with an operator's own formats, besides those of Wijktafel. */
  formatsDir: string | null
  /** Copies of the database in a second folder, on SQLite; null: none. */
  copies: Readonly<{ folder: string; everyMs: number }> | null
  /** The proxies whose `X-Forwarded-For` is trusted; none if empty. */
  trustedProxies: Proxies
  logLevel: LogLevel
}>

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const trueOrFalse = z.enum(['true', 'false'], 'is true of false.').optional()

const minutesAreWrong = 'is een aantal minuten van 1 tot en met 1440.'

const EnvironmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is een geheel getal van 1 tot en met 65535.')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65535, 'is een geheel getal van 1 tot en met 65535.')
    .default(3000),
  HOST: z.string().optional(),
  DATA_DIR: z.string().default('./data'),
  PUBLIC_URL: z
    .string()
    .refine(
      isOrigin,
      'is het webadres van deze installatie, zoals https://wijktafel.voorbeeld.nl, zonder pad, vraagteken of wachtwoord.',
    )
    .transform((url) => new URL(url).origin)
    .optional(),
  SMTP_URL: z
    .string()
    .refine(
      (url) => hasProtocol(url, ['smtp:', 'smtps:']),
      'begint met smtp:// of smtps:// en noemt de mailserver.',
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^\r\n]*\S+@\S+[^\r\n]*$/,
      'is een e-mailadres, eventueel met een naam: Wijktafel <plan@voorbeeld.nl>.',
    )
    .optional(),
  DATABASE_URL: z
    .string()
    .refine(
      isPostgresUrl,
      'is het adres van een PostgreSQL-database: postgres://gebruiker:wachtwoord@server:5432/database.',
    )
    .optional(),
  SECRET_KEY: z
    .string()
    .min(32, 'is een willekeurige tekst van 32 tekens of meer: openssl rand -base64 32.')
    .optional(),
  FORMATS_DIR: z.string().optional(),
  BACKUP_DIR: z.string().optional(),
  BACKUP_MINUTES: z
    .string()
    .regex(/^\d{1,4}$/, minutesAreWrong)
    .transform(Number)
    .refine((minutes) => minutes >= 1 && minutes <= 1440, minutesAreWrong)
    .default(15),
  TRUST_PROXY: z
    .string()
    .default('')
    .transform((text, ctx) => {
      const { proxies, problems } = readProxies(text)
      for (const message of problems) ctx.addIssue({ code: 'custom', message })
      return proxies
    }),
  OIDC_ISSUER: z.string().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_PRIVATE_KEY_FILE: z.string().optional(),
  OIDC_NAME: z.string().trim().max(60, 'is hooguit 60 tekens lang.').optional(),
  OIDC_TRUST_EMAIL: trueOrFalse,
  OIDC_CREATE_ACCOUNTS: trueOrFalse,
  LOG_LEVEL: z.enum(logLevels, `is een van ${logLevels.join(', ')}.`).default('info'),
})

/**
 * Parses the environment into settings. An empty variable counts as unset, because compose files
 * pass those. Returns every problem at once, as Dutch sentences that never repeat a value: several
 * of these hold a password.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): { kind: 'ok'; config: Config } | { kind: 'wrong'; problems: string[] } {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const problems: string[] = []
  const parsed = EnvironmentSchema.safeParse(given)
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
  if (given['BACKUP_DIR'] !== undefined && given['DATABASE_URL'] !== undefined)
    problems.push(
      'BACKUP_DIR is voor SQLite. Met DATABASE_URL maakt u reservekopieën met admin backup; haal deze instelling weg.',
    )
  if (
    given['BACKUP_DIR'] !== undefined &&
    resolve(given['BACKUP_DIR']) === resolve(given['DATA_DIR'] ?? './data')
  )
    problems.push('BACKUP_DIR is dezelfde map als DATA_DIR. Kies een map op een andere schijf.')
  if (given['SECRET_KEY'] !== undefined && given['DATABASE_URL'] === undefined)
    problems.push(
      'SECRET_KEY hoort bij DATABASE_URL. Zonder PostgreSQL staan de sleutels in DATA_DIR; haal deze instelling weg.',
    )
  const oidc = readOidc(given)
  problems.push(...oidc.problems)
  if (!parsed.success || problems.length > 0) return { kind: 'wrong', problems }

  const {
    PORT: port,
    HOST: host,
    DATA_DIR: dataDir,
    DATABASE_URL,
    SECRET_KEY,
    PUBLIC_URL,
    SMTP_URL,
    MAIL_FROM,
    FORMATS_DIR,
    BACKUP_DIR,
    BACKUP_MINUTES,
    TRUST_PROXY: trustedProxies,
    LOG_LEVEL: logLevel,
  } = parsed.data
  const publicUrl = PUBLIC_URL ?? `http://localhost:${port}`
  const database: Database =
    DATABASE_URL === undefined
      ? { kind: 'sqlite' }
      : { kind: 'postgres', url: DATABASE_URL, secretKey: SECRET_KEY ?? null }
  const mail =
    SMTP_URL === undefined
      ? null
      : Object.freeze({
          url: SMTP_URL,
          from: MAIL_FROM ?? `Wijktafel <wijktafel@${new URL(publicUrl).hostname}>`,
        })
  return {
    kind: 'ok',
    config: Object.freeze({
      port,
      host,
      dataDir,
      database,
      publicUrl,
      mail,
      oidc: oidc.settings,
      formatsDir: FORMATS_DIR ?? null,
      copies:
        BACKUP_DIR === undefined
          ? null
          : Object.freeze({ folder: BACKUP_DIR, everyMs: BACKUP_MINUTES * 60_000 }),
      trustedProxies,
      logLevel,
    }),
  }
}

function isOrigin(text: string): boolean {
  if (!hasProtocol(text, ['http:', 'https:'])) return false
  const url = new URL(text)
  return (
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === ''
  )
}

function isPostgresUrl(text: string): boolean {
  if (!hasProtocol(text, ['postgres:', 'postgresql:'])) return false
  return new URL(text).pathname.length > 1
}

function hasProtocol(text: string, protocols: readonly string[]): boolean {
  const url = parseUrl(text)
  return url !== null && url.hostname !== '' && protocols.includes(url.protocol)
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

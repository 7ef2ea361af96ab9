import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { destination, pino, stdTimeFunctions } from 'pino'
import { collectDefaultMetrics } from 'prom-client'
import { limits } from '#shared/limits.ts'
import { compose } from './compose.ts'
import type { LogLevel } from './config.ts'
import { type Config, readConfig } from './config.ts'
import { openDataFolder, restrictToOwner } from './data-folder.ts'
import type { Installation } from './installation.ts'
import { type Logger, systemClock, systemIds } from './runtime.ts'
import { type ServerLock, takeServerLock } from './storage/server-lock.ts'
import { exitCodes, type FatalFault, meaningOf } from './storage/storage-faults.ts'

/** Built to `dist/server/main.js`, with the forms and the client beside that folder. */
const beside = (folder: string): string => fileURLToPath(new URL(`../${folder}`, import.meta.url))

const serverOptions = {
  headersTimeout: limits.requestHead.max,
  requestTimeout: limits.requestBody.max,
  connectionsCheckingInterval: 2_000,
}

/**
 * Users do not notice an acknowledgement 4 ms later, and with many plans it halves the number of
 * commits, the largest cost.
 */
const commitPaceMs = 4

/** Waits for a previous server that is stopping, so that a restart needs no timing. */
const lockWaitMs = 3000

/**
 * After this the remaining connections are cut: a proxy that keeps one open must not keep the
 * server from stopping.
 */
const stopTimeoutMs = 5000

/**
 * Held until the process ends, however it ends; a module variable, because the garbage collector
 * closes an unreferenced lock.
 */
let serverLock: ServerLock | null = null

async function start(): Promise<void> {
  const read = readConfig(process.env)
  if (read.kind === 'wrong')
    return refuse(
      `Wijktafel start niet: deze instellingen kloppen niet.\n${read.problems.map((problem) => `- ${problem}`).join('\n')}`,
    )
  const { config } = read
  const logger = createLogger(config.logLevel)
  restrictToOwner()
  await openDataFolder(config.dataDir, logger)
  serverLock = takeServerLock(config.dataDir, lockWaitMs)
  if (serverLock === null)
    return refuse(
      `Wijktafel start niet: er draait al een server op deze gegevens (${config.dataDir}), of er wordt een reservekopie teruggezet.\nStop die server eerst, of kies met DATA_DIR een andere map.`,
    )
  const installation = await compose(
    config,
    { clock: systemClock, ids: systemIds, logger, commitPaceMs },
    {
      formatsFolder: beside('formats'),
      clientFolder: beside('client'),
      processesFolder: beside('server'),
      version: process.env['npm_package_version'] ?? 'onbekend',
    },
  )
  // A finer sampling of the event loop would wake an idle process a hundred times a second.
  collectDefaultMetrics({ register: installation.registry, eventLoopMonitoringPrecision: 250 })

  installation.faults.onFatal((fault) => abandon({ installation, logger, fault }))

  const server = await listen(installation, config)
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void stop({ installation, server, logger, signal }))
  await greet(installation, config)
}

function listen({ app, watchClients }: Installation, { port, host }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, port, serverOptions, ...(host === undefined ? {} : { hostname: host }) },
      () => resolve(server as Server),
    )
    server.once('error', reject)
    watchClients(server as Server)
  })
}

async function greet({ links }: Installation, { publicUrl }: Config): Promise<void> {
  console.log(`Wijktafel draait op ${publicUrl}`)
  // Made again at each start until somebody has signed in; an older link no longer works.
  const url = await links.forFirstCoordinator()
  if (url !== null) console.log(`Log in als eerste coördinator: ${url}`)
}

/** Commits received updates and tells open pages to reconnect; only then the process ends. */
async function stop({
  installation,
  server,
  logger,
  signal,
}: {
  installation: Installation
  server: Server
  logger: Logger
  signal: string
}): Promise<void> {
  logger.info({ signal }, 'Stopping')
  installation.beginStop()
  const cutOff = setTimeout(() => {
    installation.sockets.terminate()
    server.closeAllConnections()
  }, stopTimeoutMs)
  cutOff.unref()
  try {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await installation.rooms.drain()
    server.closeIdleConnections()
    await closed
    await installation.close()
    serverLock?.release()
    process.exit(0)
  } catch (error) {
    logger.error({ err: error }, 'The server did not stop cleanly')
    process.exit(1)
  }
}

/**
 * Time for data already on its way to screens. No storage is used any more, not even to close it.
 */
const farewellMs = 200

/**
 * Storage can't be trusted any more (ADR 0015): a new process starts from the content of the disk.
 */
function abandon({
  installation,
  logger,
  fault,
}: {
  installation: Installation
  logger: Logger
  fault: FatalFault
}): void {
  const { code, meaning, error } = fault
  logger.error(
    { err: error, code },
    meaning === 'restart'
      ? 'Storage failed: this process ends, and a new one begins from what is on disk'
      : 'The database is damaged: see docs/operate.md, "When storage fails"',
  )
  installation.beginStop()
  // After the turn in which it failed, so that its changes are reported as not stored first.
  setImmediate(() => installation.rooms.abandon())
  setTimeout(() => process.exit(exitCodes[meaning]), farewellMs)
}

function refuse(reason: string): void {
  console.error(reason)
  process.exitCode = 1
}

try {
  await start()
} catch (error) {
  const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  console.error(
    isPortTaken
      ? 'Wijktafel start niet: deze poort is al in gebruik. Kies een andere met PORT.'
      : `Wijktafel start niet: ${error instanceof Error ? error.message : error}`,
  )
  if (!isPortTaken && error instanceof Error && error.cause !== undefined)
    console.error(error.cause)
  const meaning = meaningOf(error)?.meaning
  process.exit(meaning === 'restart' || meaning === 'halt' ? exitCodes[meaning] : 1)
}

/**
 * One JSON line per event on stdout. Callers log ids and codes, never text of a plan, names or
 * tokens.
 */
function createLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination({ fd: 1, sync: true }),
  )
}

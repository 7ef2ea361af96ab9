import type { Server } from 'node:http'
import { Hono } from 'hono'
import { sql } from 'kysely'
import { Counter, Gauge, Registry } from 'prom-client'
import { syncFolder } from './admin/files.ts'
import { createApp } from './app.ts'
import { createChallenges } from './auth/challenges.ts'
import type { Guard } from './auth/guard.ts'
import { createMailer } from './auth/mailer.ts'
import { createPasskeys } from './auth/passkeys.ts'
import { loadSecret } from './auth/secret.ts'
import { watchSessions } from './auth/session-watch.ts'
import type { Sessions } from './auth/sessions.ts'
import type { SignInLinks } from './auth/sign-in-links.ts'
import { type Background, runInBackground } from './background.ts'
import type { Config } from './config.ts'
import { createFileMaker, type FileMaker } from './export/file-maker.ts'
import { createAddressOf } from './http/client-address.ts'
import { ownOrigins } from './http/origin.ts'
import type { App } from './http/route.ts'
import { watchSlowClients } from './http/slow-clients.ts'
import type { SocketDoor } from './http/socket-door.ts'
import { mountSync } from './http/sync.ts'
import { createFileReader } from './import/file-reader.ts'
import { createImporter } from './import/importer.ts'
import { measureLimits } from './limited.ts'
import { openMail } from './mail/mail.ts'
import { openStorage } from './open-storage.ts'
import { type Activity, createActivity } from './plans/activity.ts'
import { createAgreementKeeper } from './plans/agreement/keeper.ts'
import { createConsultationKeeper } from './plans/consultation/keeper.ts'
import { keepingDays } from './plans/days/keep-days.ts'
import { createSummaries } from './plans/summaries.ts'
import type { Clock, Ids, Logger } from './runtime.ts'
import { loadSigner } from './signing-key.ts'
import { faultsOf, settleLog } from './storage/database.ts'
import { loadFormats } from './storage/formats.ts'
import type { SqlPlanLog } from './storage/plan-log-sql.ts'
import type { FaultGate } from './storage/storage-faults.ts'
import type { Storage } from './storage/tables.ts'
import { createPlanTurns } from './sync/replica/plan-turns.ts'
import { createRooms, type Rooms } from './sync/room/rooms.ts'
import { UserBudgets } from './sync/room/user-limits.ts'
import { Turns } from './sync/turns.ts'

/** Between rounds of what is done in the background. */
const everyMs = 5000
/** A connection is closed within a second of the end of its session, also when another process ended it (AU3). */
const sessionWatchMs = 500

export type Installation = {
  app: App
  sockets: SocketDoor
  /** Takes the websocket handshakes of a server, and ends those of its connections that keep it waiting. */
  watchClients(server: Server): void
  db: Storage
  log: SqlPlanLog
  rooms: Rooms
  activity: Activity
  guard: Guard
  links: SignInLinks
  sessions: Sessions
  files: FileMaker
  registry: Registry
  /** What storage says when it can't be trusted any more. */
  faults: FaultGate
  /** What goes on beside the requests. */
  background: readonly Background[]
  /** From now on `/readyz` says that no more traffic should come. */
  beginStop(): void
  /** After the last connection: commits what was received and closes the database. */
  close(): Promise<void>
}

type World = {
  clock: Clock
  ids: Ids
  logger: Logger /** See the commit queue; none where the clock stands still until a test moves it. */
  commitPaceMs?: number /** For tests: how the mail server is treated. */
  smtp?: { random: () => number; timeoutMs: number }
  /** For tests: null for a machine that can't print. */
  pdfCompiler?: null
}
type Folders = {
  formatsFolder: string
  clientFolder: string
  /** Where the programs are that it starts beside itself. */
  processesFolder: string
  version: string
}

/**
 * Puts an installation together from its settings, in the order in which the parts need each other, without listening.
 * Rejects with an Error for the operator when the database or a format can't be used.
 */
export async function compose(
  config: Config,
  world: World,
  { formatsFolder, clientFolder, processesFolder, version }: Folders,
): Promise<Installation> {
  const { clock, ids, logger } = world
  const { db, log, writer, guard, sessions, links } = await openStorage({
    ...world,
    dataDir: config.dataDir,
    publicUrl: config.publicUrl,
  })
  try {
    settleLog(db)
    // Names too: a journal whose removal is not on disk would come back after a power cut and undo what came after it.
    await syncFolder(config.dataDir)
    const formats = await loadFormats({
      folders: config.formatsDir === null ? [formatsFolder] : [formatsFolder, config.formatsDir],
      db,
    })
    for (const format of formats.drifted)
      logger.warn(
        { format },
        'A form was changed without a higher version; plans keep the form they were made with',
      )
    const signer = await loadSigner({ dataDir: config.dataDir, db, clock })
    const activity = createActivity({ db, clock, logger })
    const roomTurns = new Turns()
    const turns = createPlanTurns(roomTurns)
    const summaries = createSummaries({
      db,
      log,
      formats,
      clock,
      logger,
      readOpen: (planId, reader) => rooms.readOpen(planId, reader),
      turns,
    })
    const registry = new Registry()
    const onLimited = measureLimits(registry)
    const rooms = createRooms({
      log: keepingDays(log, { db, formats, clock, logger, turns }),
      turns: roomTurns,
      clock,
      logger,
      observer: {
        observe(planId, transaction) {
          const onCommitted = activity.look(planId, transaction)
          return (change) => {
            onCommitted(change)
            summaries.changed(planId)
          }
        },
      },
      onLimited,
      paceMs: world.commitPaceMs ?? 0,
    })
    writer.tell(rooms)
    sessions.onEnded((ended) => rooms.endSessions(ended))
    const budgets = new UserBudgets(clock)
    measureSync(registry, rooms, budgets)

    let isStopping = false
    const readiness = {
      isStopping: () => isStopping,
      checkStorage: async () => {
        await sql`select 1`.execute(db)
        await rooms.checkStorage()
      },
    }
    const origins = ownOrigins(config)
    const addressOf = createAddressOf(config.trustedProxies, () =>
      logger.warn(
        {},
        'Requests come through a proxy that TRUST_PROXY does not name: everyone counts as one address (docs/operate.md)',
      ),
    )
    const sync = new Hono()
    const sockets = mountSync(sync, {
      rooms,
      guard,
      budgets,
      clock,
      logger,
      onLimited,
      addressOf,
      allowsOrigin: (origin) => origin === null || origins.has(origin),
    })
    const mailer = createMailer({ mail: config.mail, logger })
    const files = createFileMaker({
      processesFolder,
      ...(world.pdfCompiler === undefined ? {} : { compiler: world.pdfCompiler }),
      onProblem: (reason) => logger.warn({ reason }, 'A file could not be made as it should be'),
    })
    measureFiles(registry, files)
    const importer = createImporter(createFileReader(), ids.next)
    const { publicUrl, port } = config
    const secret = await loadSecret(config.dataDir)
    const passkeys = createPasskeys({
      db,
      sessions,
      challenges: createChallenges({ secret, clock }),
      clock,
      ids,
      publicUrl,
      origins,
    })
    const mail = openMail({
      mail: config.mail,
      db,
      publicUrl,
      secret,
      clock,
      ids,
      logger,
      registry,
      onLimited,
      ...(world.smtp === undefined
        ? {}
        : { random: world.smtp.random, smtpTimeoutMs: world.smtp.timeoutMs }),
    })
    const app = await createApp({
      publicUrl,
      port,
      version,
      db,
      log,
      writer,
      signer,
      rooms,
      turns,
      activity,
      summaries,
      formats,
      guard,
      sessions,
      passkeys,
      links,
      mailer,
      mail,
      registry,
      readiness,
      onLimited,
      addressOf,
      files,
      importer,
      clock,
      ids,
      logger,
      clientFolder,
      sync,
    })
    // Last: nothing may go on by itself in an installation that could not be put together.
    const background = [
      runInBackground(world, {
        name: 'sessions',
        everyMs: sessionWatchMs,
        run: watchSessions(sessions, rooms),
      }),
      runInBackground(world, {
        name: 'consultations',
        everyMs,
        run: createConsultationKeeper({ db, writer, mail: mail.queue, clock, logger }),
      }),
    ]
    background.push(
      runInBackground(world, {
        name: 'agreements',
        everyMs,
        run: createAgreementKeeper({
          db,
          writer,
          clock,
          ids,
          turns,
          signer,
          mail: mail.queue,
          logger,
        }),
      }),
    )
    if (mail.sendRound !== null)
      background.push(runInBackground(world, { name: 'outbox', everyMs, run: mail.sendRound }))

    return {
      app,
      sockets,
      db,
      log,
      rooms,
      activity,
      guard,
      sessions,
      files,
      links,
      registry,
      faults: faultsOf(db),
      background,
      watchClients(server) {
        sockets.guard(server)
        watchSlowClients(server, { clock, onLimited })
      },
      beginStop() {
        isStopping = true
      },
      async close() {
        await Promise.all(background.map((work) => work.stop()))
        // While the plans are still in memory.
        await summaries.settle()
        await rooms.drain()
        await activity.settle()
        await files.close()
        await importer.close()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

function measureFiles(registry: Registry, files: FileMaker): void {
  new Gauge({
    name: 'wijktafel_files_making',
    help: 'Files that are being made now',
    registers: [registry],
    collect() {
      this.set(files.busy())
    },
  })
}

function measureSync(registry: Registry, rooms: Rooms, budgets: UserBudgets): void {
  const gauges = {
    rooms: 'Plans that are open',
    roomsOverHalf: 'Open plans past half of what a plan can hold',
    peers: 'Connections to open plans',
    waitingCommits: 'Changes that wait to be committed',
    commitWaitSeconds: 'How long nothing was committed while changes wait; 0 when none waits',
    storageFailing: '1 while storage takes no writes',
  } as const
  for (const [name, help] of Object.entries(gauges)) {
    new Gauge({
      name: `wijktafel_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
      help,
      registers: [registry],
      collect() {
        this.set(rooms.stats()[name as keyof typeof gauges])
      },
    })
  }
  new Counter({
    name: 'wijktafel_closed_total',
    help: 'Connections that the server closed, by reason',
    labelNames: ['code'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [code, count] of rooms.closed) this.inc({ code }, count)
    },
  })
  new Counter({
    name: 'wijktafel_slowed_total',
    help: 'Messages after which someone over their budget was read more slowly',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(budgets.slowed)
    },
  })
}

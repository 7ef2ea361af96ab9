import { Registry } from 'prom-client'
import { syncFolder } from './admin/database-files.ts'
import { createApp } from './app.ts'
import { createMailer } from './auth/mailer.ts'
import { loadOrganisation } from './auth/oidc/client-credential.ts'
import { loadSecret } from './auth/secret.ts'
import { runInBackground } from './background.ts'
import type { Config } from './config.ts'
import { openAddresses } from './http/client-address.ts'
import { createFailedTokens } from './http/failed-tokens.ts'
import { measureLimits } from './http/observe.ts'
import { ownOrigins } from './http/origin.ts'
import { createSharedRates } from './http/shared-rates.ts'
import { watchSlowClients } from './http/slow-clients.ts'
import type { Folders, Installation, World } from './installation.ts'
import { openInstallationKeys } from './installation-keys.ts'
import { accountsModule } from './modules/accounts-module.ts'
import { administrationModule } from './modules/administration-module.ts'
import { agreementModule } from './modules/agreement-module.ts'
import { commentsModule } from './modules/comments-module.ts'
import { consultationModule } from './modules/consultation-module.ts'
import { copiesModule } from './modules/copies-module.ts'
import { exportsModule } from './modules/exports-module.ts'
import { filesModule } from './modules/files-module.ts'
import { importsModule } from './modules/imports-module.ts'
import { mailModule } from './modules/mail-module.ts'
import { membersModule } from './modules/members-module.ts'
import type { Module } from './modules/module.ts'
import { plansModule } from './modules/plans-module.ts'
import { syncModule } from './modules/sync-module.ts'
import { openFormats } from './open-formats.ts'
import { openStorage } from './open-storage.ts'
import { createPlanDescription } from './plans/describe-plan.ts'
import { createPlanReading } from './plans/plan-reading.ts'
import { createReadiness } from './process-readiness.ts'
import { loadSigner } from './signing-key.ts'
import { engineOf } from './storage/engine.ts'

/**
 * Composes an installation from its settings, in the order of the dependencies, without listening.
 * Rejects with an Error for the operator if the database or a format can't be used.
 */
export async function compose(
  config: Config,
  world: World,
  { formatsFolder, clientFolder, processesFolder, version }: Folders,
): Promise<Installation> {
  const { clock, ids, logger } = world
  const { publicUrl, port, dataDir } = config
  const { db, log, writer, guard, sessions, links } = await openStorage({ ...world, ...config })
  try {
    await engineOf(db).settle()
    // Syncs file names too: a journal whose removal is not on disk would return after a power cut
    // and undo later commits.
    await syncFolder(dataDir)
    const formats = await openFormats([formatsFolder, config.formatsDir], { db, logger })
    const keys = await openInstallationKeys({ ...config, db })
    const signer = await loadSigner({ keys, db, clock })
    const secret = await loadSecret(keys)

    const registry = new Registry()
    const onLimited = measureLimits(registry)
    const origins = ownOrigins(config)
    const addressOf = openAddresses(config.trustedProxies, logger)
    const rates = createSharedRates({ db, clock })
    const failedTokens = createFailedTokens(rates)
    const organisation = await loadOrganisation(config.oidc, world.oidcTimeoutMs)
    const mailer = createMailer({ mail: config.mail, logger })

    const cluster = await engineOf(db).openCluster(world)
    const sync = syncModule({
      db,
      log,
      cluster,
      writer,
      formats,
      guard,
      sessions,
      registry,
      onLimited,
      addressOf,
      origins,
      clock,
      ids,
      logger,
      paceMs: world.commitPaceMs ?? 0,
    })
    const { rooms, turns, activity, summaries, words, lastHere } = sync
    const copies = copiesModule({ ...config, ...world, processesFolder, registry })
    const readiness = createReadiness({ db, rooms, copyAge: copies.age, onStop: sync.onStop })
    const reading = createPlanReading({ rooms, formats, clock })
    const description = createPlanDescription({ db, formats, summaries })
    const mail = mailModule({
      mail: config.mail,
      db,
      publicUrl,
      secret,
      clock,
      ids,
      logger,
      registry,
      onLimited,
      random: world.smtp?.random,
      smtpTimeoutMs: world.smtp?.timeoutMs,
    })
    const exports = exportsModule({
      db,
      reading,
      formats,
      turns,
      clock,
      publicUrl,
      processesFolder,
      pdfCompiler: world.pdfCompiler,
      registry,
      logger,
    })
    const { queue } = mail
    const { files } = exports
    /** In order of start, and of shutdown. */
    const modules: readonly Module[] = [
      sync,
      accountsModule({
        db,
        sessions,
        links,
        mailer,
        rates,
        failedTokens,
        reading,
        writer,
        organisation,
        secret,
        origins,
        publicUrl,
        clock,
        ids,
        logger,
      }),
      administrationModule({
        db,
        log,
        writer,
        sessions,
        formats,
        registry,
        version,
        isMailConfigured: mailer.isConfigured,
        mail: queue,
        dataDir,
        clock,
        ids,
      }),
      plansModule({
        db,
        log,
        writer,
        formats,
        reading,
        description,
        rooms,
        activity,
        summaries,
        lastHere,
        turns,
        guard,
        readiness,
        words,
        clock,
        ids,
      }),
      commentsModule({
        db,
        writer,
        formats,
        reading,
        rooms,
        mail: queue,
        exportLimit: exports.limit,
        clock,
        ids,
      }),
      membersModule({
        db,
        writer,
        formats,
        reading,
        guard,
        sessions,
        links,
        mailer,
        rates,
        failedTokens,
        onLimited,
        clock,
        ids,
        publicUrl,
      }),
      consultationModule({
        db,
        writer,
        formats,
        reading,
        turns,
        mail: queue,
        failedTokens,
        clock,
        ids,
        logger,
        publicUrl,
      }),
      agreementModule({
        db,
        writer,
        formats,
        reading,
        turns,
        signer,
        mail: queue,
        mailer,
        files,
        guard,
        failedTokens,
        clock,
        ids,
        logger,
        publicUrl,
      }),
      exports,
      importsModule({ db, reading, formats, clock, ids }),
      filesModule({ db, writer, reading, clock, ids, logger }),
      mail,
      copies,
    ]
    const app = await createApp({
      publicUrl,
      port,
      version,
      clientFolder,
      modules,
      sync: sync.http,
      writer,
      guard,
      formats,
      turns,
      registry,
      readiness,
      onLimited,
      addressOf,
      clock,
      logger,
    })
    // Last: nothing may run in an installation that failed to compose.
    const background = modules
      .flatMap((module) => module.background ?? [])
      .map((work) => runInBackground(world, work))

    return {
      app,
      sockets: sync.sockets,
      db,
      log,
      rooms,
      activity,
      guard,
      sessions,
      files,
      links,
      registry,
      faults: engineOf(db).faults,
      background,
      watchClients(server) {
        sync.sockets.guard(server)
        watchSlowClients(server, { clock, onLimited })
      },
      beginStop: readiness.beginStop,
      async close() {
        await Promise.all(background.map((work) => work.stop()))
        for (const module of modules) await module.close?.()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Registry } from 'prom-client'
import { allEndpoints } from '#shared/api/all.ts'
import { AppError } from '#shared/errors.ts'
import type { OnLimited } from '#shared/limits.ts'
import type { Guard } from './auth/guard.ts'
import type { Mailer } from './auth/mailer.ts'
import type { Passkeys } from './auth/passkeys.ts'
import type { Sessions } from './auth/sessions.ts'
import type { SignInLinks } from './auth/sign-in-links.ts'
import type { FileMaker } from './export/file-maker.ts'
import { createAuditing } from './http/auditing.ts'
import type { AddressOf } from './http/client-address.ts'
import { createFailedTokens } from './http/failed-tokens.ts'
import { mountObservation, observeRequests, type Readiness } from './http/observe.ts'
import { describeApi } from './http/openapi.ts'
import { ownOrigins } from './http/origin.ts'
import { problemResponse } from './http/problem.ts'
import { createRateLimit } from './http/rate-limit.ts'
import { type App, type AppEnv, createRouter } from './http/route.ts'
import { securityHeaders } from './http/security.ts'
import { mountClient } from './http/static.ts'
import type { Importer } from './import/importer.ts'
import type { Mail } from './mail/mail.ts'
import type { Activity } from './plans/activity.ts'
import type { Signer } from './plans/agreement/record.ts'
import { createPlanDescription } from './plans/describe-plan.ts'
import { createExportSource } from './plans/export-source.ts'
import { createPlanReading } from './plans/plan-reading.ts'
import type { PlanWriter } from './plans/plan-writer.ts'
import type { Summaries } from './plans/summaries.ts'
import { mountAgreement } from './resources/agreement.ts'
import { mountAudit } from './resources/audit.ts'
import { mountBsnAnswers } from './resources/bsn-answers.ts'
import { mountChecks } from './resources/checks.ts'
import { mountCommentsExport } from './resources/comments-export.ts'
import { mountConsultation } from './resources/consultation.ts'
import { mountEnding } from './resources/ending.ts'
import { mountExports } from './resources/exports.ts'
import { mountFormats } from './resources/formats.ts'
import { mountHandedLinks } from './resources/handed-links.ts'
import { mountImports } from './resources/imports.ts'
import { mountInvites } from './resources/invites.ts'
import { mountMail } from './resources/mail.ts'
import { mountMe } from './resources/me.ts'
import { mountMembers } from './resources/members.ts'
import { mountMyData } from './resources/my-data.ts'
import { mountParts } from './resources/parts.ts'
import { mountPasskeys } from './resources/passkeys.ts'
import { mountPersonLinks } from './resources/person-links.ts'
import { mountPlans } from './resources/plans.ts'
import { mountReadLinks } from './resources/read-links.ts'
import { mountReadiness } from './resources/readiness.ts'
import { mountSign } from './resources/sign.ts'
import { mountSince } from './resources/since.ts'
import { mountSubmission } from './resources/submission.ts'
import { mountThreads } from './resources/threads.ts'
import { mountVersions } from './resources/versions.ts'
import type { Clock, Ids, Logger } from './runtime.ts'
import type { Formats } from './storage/formats.ts'
import type { SqlPlanLog } from './storage/plan-log-sql.ts'
import type { Storage } from './storage/tables.ts'
import type { PlanRooms, PlanTurns } from './sync/plan-rooms.ts'

export type AppDependencies = {
  publicUrl: string
  port: number
  version: string
  db: Storage
  log: SqlPlanLog
  writer: PlanWriter
  signer: Signer
  rooms: PlanRooms
  /** What is as large as a plan is done in slices. */
  turns: PlanTurns
  activity: Activity
  summaries: Summaries
  formats: Formats
  guard: Guard
  sessions: Sessions
  passkeys: Passkeys
  links: SignInLinks
  mailer: Mailer
  mail: Mail
  registry: Registry
  readiness: Readiness
  onLimited: OnLimited
  addressOf: AddressOf
  files: FileMaker
  importer: Importer
  clock: Clock
  ids: Ids
  logger: Logger
  /** Folder of the built client; one that is not there leaves only the REST interface. */
  clientFolder: string
  /** The websocket, which needs a server to listen; left out where only requests are tested. */
  sync?: Hono
}

/** The whole HTTP side from its parts. It opens no port: tests call `app.request`. */
export async function createApp(given: AppDependencies): Promise<App> {
  const { publicUrl, logger, clock } = given
  const app: App = new Hono<AppEnv>()
  app.onError((error, c) => problemResponse(error, { logger, route: c.get('route') ?? 'other' }))
  app.use(observeRequests(given))
  app.use(securityHeaders(publicUrl))
  mountObservation(app, given)
  if (given.sync !== undefined) app.route('/', given.sync)

  app.use('/api/*', compress())
  let description: ReturnType<typeof describeApi> | undefined
  app.get('/api/openapi.json', (c) => {
    description ??= describeApi(allEndpoints, given)
    return c.json(description)
  })
  const auditing = createAuditing({
    ...given,
    limit: createRateLimit({ clock, limit: 'refusedLines' }),
  })
  const router = createRouter({
    app,
    clock,
    guard: given.guard,
    formats: given.formats,
    auditing,
    logger,
    onLimited: given.onLimited,
    addressOf: given.addressOf,
    origins: ownOrigins(given),
    turns: given.turns,
  })
  const failedTokens = createFailedTokens({ clock })
  mountMe(router, { ...given, failedTokens })
  mountPasskeys(router, {
    ...given,
    failedTokens,
    isMailConfigured: given.mailer.isConfigured,
  })
  mountFormats(router, given)
  const reading = createPlanReading(given)
  const plans = createPlanDescription(given)
  mountPlans(router, { ...given, reading, description: plans, creation: given })
  mountParts(router, { ...given, reading, description: plans })
  // One for all that makes files.
  const exportLimit = createRateLimit({ clock, limit: 'exportsPerPerson' })
  mountExports(router, {
    db: given.db,
    reading,
    turns: given.turns,
    formats: given.formats,
    publicUrl,
    readSource: createExportSource({ ...given, reading }),
    files: given.files,
    clock,
    limit: exportLimit,
  })
  mountMyData(router, {
    ...given,
    reading,
    limit: createRateLimit({ clock, limit: 'exportsPerPerson' }),
  })
  mountImports(router, {
    ...given,
    reading,
    limit: createRateLimit({ clock, limit: 'importsPerPerson' }),
  })
  mountThreads(router, { ...given, reading, mail: given.mail.queue })
  mountBsnAnswers(router, { ...given, reading })
  mountCommentsExport(router, { ...given, reading, limit: exportLimit })
  mountSince(router, { ...given, reading })
  mountVersions(router, { ...given, reading })
  mountReadiness(router, { ...given, reading })
  const agreeing = { ...given, mail: given.mail.queue, failedTokens }
  mountAgreement(router, { ...agreeing, reading })
  mountSubmission(router, agreeing)
  mountEnding(router, agreeing)
  mountSign(router, agreeing)
  mountChecks(router, { ...given, failedTokens })
  mountAudit(router, { ...given, limit: exportLimit })
  mountMembers(router, { ...given, reading })
  mountHandedLinks(router, given)
  mountInvites(router, { ...given, failedTokens })
  mountPersonLinks(router, { ...given, reading })
  mountMail(router, given)
  mountConsultation(router, { ...given, reading, mail: given.mail.queue })
  mountReadLinks(router, { ...given, failedTokens })
  // What a person opens from the header of a mail: a page that asks first. The same address takes a POST.
  app.get('/api/unsubscribe/:token', (c) =>
    c.redirect(`/afmelden?token=${encodeURIComponent(c.req.param('token'))}`),
  )

  app.all('/api/*', () => problemResponse(new AppError('not-found'), { logger, route: 'other' }))
  await mountClient(app, given.clientFolder)
  app.notFound(() => problemResponse(new AppError('not-found'), { logger, route: 'other' }))
  return app
}

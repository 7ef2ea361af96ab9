import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Registry } from 'prom-client'
import { allEndpoints } from '#shared/api/all.ts'
import { AppError } from '#shared/errors.ts'
import type { OnLimited } from '#shared/limits.ts'
import type { Guard } from './auth/guard.ts'
import { createAuditing } from './http/auditing.ts'
import type { AddressOf } from './http/client-address.ts'
import { mountObservation, observeRequests, type Readiness } from './http/observe.ts'
import { describeApi } from './http/openapi.ts'
import { ownOrigins } from './http/origin.ts'
import { problemResponse } from './http/problem.ts'
import { createRateLimit } from './http/rate-limit.ts'
import { type App, type AppEnv, createRouter } from './http/route.ts'
import { securityHeaders } from './http/security.ts'
import { mountClient } from './http/static.ts'
import type { Module } from './modules/module.ts'
import type { PlanWriter } from './plans/plan-writer.ts'
import type { Clock, Logger } from './runtime.ts'
import type { Formats } from './storage/formats.ts'
import type { PlanTurns } from './sync/plan-rooms.ts'

export type AppDependencies = {
  publicUrl: string
  port: number
  version: string
  /** Folder of the built client; one that is not there leaves only the REST interface. */
  clientFolder: string
  modules: readonly Module[]
  /** The websocket, which needs a server to listen; left out where only requests are tested. */
  sync?: Hono
  writer: PlanWriter
  guard: Guard
  formats: Formats
  turns: PlanTurns
  registry: Registry
  readiness: Readiness
  onLimited: OnLimited
  addressOf: AddressOf
  clock: Clock
  logger: Logger
}

/**
 * The HTTP side: shared middleware and the routes of each module. It opens no port: tests call
 * `app.request`.
 */
export async function createApp({
  publicUrl,
  port,
  version,
  clientFolder,
  modules,
  sync,
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
}: AppDependencies): Promise<App> {
  const app: App = new Hono<AppEnv>()
  app.onError((error, c) => problemResponse(error, { logger, route: c.get('route') ?? 'other' }))
  app.use(observeRequests({ registry, clock, logger }))
  app.use(securityHeaders(publicUrl))
  mountObservation(app, { registry, readiness, clock, logger })
  if (sync !== undefined) app.route('/', sync)

  app.use('/api/*', compress())
  let description: ReturnType<typeof describeApi> | undefined
  app.get('/api/openapi.json', (c) => {
    description ??= describeApi(allEndpoints, { publicUrl, version })
    return c.json(description)
  })
  const limit = createRateLimit({ clock, limit: 'refusedLines' })
  const router = createRouter({
    app,
    clock,
    guard,
    formats,
    auditing: createAuditing({ writer, logger, limit }),
    logger,
    onLimited,
    addressOf,
    origins: ownOrigins({ publicUrl, port }),
    turns,
  })
  for (const module of modules) module.routes?.(router)
  // A page that asks for confirmation, opened from the header of a mail. The same address accepts a
  // POST.
  app.get('/api/unsubscribe/:token', (c) =>
    c.redirect(`/afmelden?token=${encodeURIComponent(c.req.param('token'))}`),
  )

  app.all('/api/*', () => problemResponse(new AppError('not-found'), { logger, route: 'other' }))
  await mountClient(app, clientFolder)
  app.notFound(() => problemResponse(new AppError('not-found'), { logger, route: 'other' }))
  return app
}

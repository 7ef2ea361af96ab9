import type { MiddlewareHandler } from 'hono'
import { Counter, Histogram, type Registry } from 'prom-client'
import type { Logger, MonotonicClock } from '#server/runtime.ts'
import { limitNames, type OnLimited } from '#shared/limits.ts'
import type { App, AppEnv } from './route.ts'

/** Called on every readiness check. `checkStorage` rejects if storage can't be read. */
export type Readiness = {
  isStopping(): boolean
  checkStorage(): Promise<void>
  /** For the operator; none of it makes a server unready. */
  details(): Promise<Record<string, number | null>>
}

/**
 * `/healthz`: the process answers. `/readyz`: it can take traffic. `/metrics`: Prometheus; numbers
 * only, no names or text.
 */
export function mountObservation(
  app: App,
  {
    registry,
    readiness,
    clock,
    logger,
  }: { registry: Registry; readiness: Readiness; clock: MonotonicClock; logger: Logger },
): void {
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', async (c) => {
    if (readiness.isStopping()) return c.json({ status: 'stopping' }, 503)
    try {
      await within(clock, readiness.checkStorage())
      return c.json({ status: 'ok', ...(await readiness.details()) })
    } catch (error) {
      logger.error(
        { reason: error instanceof Error ? error.message : 'unknown' },
        'Storage does not answer',
      )
      return c.json({ status: 'storage unavailable' }, 503)
    }
  })
  app.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  )
}

/**
 * A hanging transaction blocks every later query, including this one, so a late answer counts as
 * none.
 */
const answerWithinMs = 2_000

async function within(clock: MonotonicClock, answer: Promise<void>): Promise<void> {
  let cancel = (): void => {}
  const tooLate = new Promise<never>((_, reject) => {
    cancel = clock.after(answerWithinMs, () => reject(new Error('no answer in time')))
  })
  await Promise.race([answer, tooLate]).finally(() => cancel())
}

/**
 * Counts, times and logs requests by the pattern of their route. Never by path or query: these
 * contain tokens, and which part of a plan a user looked at is private.
 */
export function observeRequests({
  registry,
  clock,
  logger,
}: {
  registry: Registry
  clock: MonotonicClock
  logger: Logger
}): MiddlewareHandler<AppEnv> {
  const labelNames = ['method', 'route', 'status'] as const
  const seconds = new Histogram({
    name: 'wijktafel_http_seconds',
    help: 'Time to answer a request',
    labelNames,
    registers: [registry],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
  })
  const refused = new Counter({
    name: 'wijktafel_http_errors_total',
    help: 'Answers with status 500 or higher',
    labelNames: ['route'] as const,
    registers: [registry],
  })
  return async (c, next) => {
    const startedAt = clock.elapsed()
    await next()
    const route = c.get('route') ?? 'other'
    const { status } = c.res
    const ms = clock.elapsed() - startedAt
    // The client chooses the method: each unknown one would start a new series.
    const method = knownMethods.has(c.req.method) ? c.req.method : 'other'
    seconds.observe({ method, route, status }, ms / 1000)
    if (status >= 500) refused.inc({ route })
    logger[route === 'other' ? 'debug' : 'info'](
      { method, route, status, ms: Math.round(ms) },
      'request',
    )
  }
}

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS'])

export const limitedMetric = 'wijktafel_limited_total'

/**
 * Counts refusals per limit; every limit is present from the start, so that an alarm can be set on
 * each.
 */
export function measureLimits(registry: Registry): OnLimited {
  const counter = new Counter({
    name: limitedMetric,
    help: 'Refusals and delays by a limit (docs/limits.md)',
    labelNames: ['limit'] as const,
    registers: [registry],
  })
  for (const limit of limitNames) counter.inc({ limit }, 0)
  return (limit) => counter.inc({ limit })
}

import type { Hono } from 'hono'
import { z } from 'zod'
import type { Actor, Guard, Membership, ThreadMembership } from '#server/auth/guard.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { can } from '#shared/access.ts'
import type { Endpoint } from '#shared/api/endpoint.ts'
import { seesTarget } from '#shared/comments/shown-targets.ts'
import { AppError } from '#shared/errors.ts'
import { planIdOfFile } from '#shared/files/file-id.ts'
import { LimitError, limits, type OnLimited } from '#shared/limits.ts'
import type { AuditedRequest, Auditing } from './auditing.ts'
import { expectAccess, mustBeAllowed, mustBeSignedIn, mustReach } from './check-access.ts'
import type { AddressOf } from './client-address.ts'
import { refuseForeign } from './origin.ts'
import { problemResponse } from './problem.ts'
import { createRateLimit } from './rate-limit.ts'
import { readJson, refuseBsn } from './read-body.ts'
import { readUpload } from './read-upload.ts'
import { currentNetwork, originOfRequest, withOrigin } from './request-origin.ts'
import { respond, type Take } from './respond.ts'
import type { Handler, Router } from './router.ts'

/**
 * `route` is the matched pattern, for metrics and the log: the path itself may contain an
 * invitation's token.
 */
export type AppEnv = { Variables: { route: string } }
export type App = Hono<AppEnv>

export type RouterDependencies = {
  app: App
  clock: Clock
  guard: Guard
  formats: Formats
  auditing: Auditing
  logger: Logger
  onLimited: OnLimited
  addressOf: AddressOf
  origins: ReadonlySet<string>
  turns: PlanTurns
}

export function createRouter({
  app,
  clock,
  guard,
  formats,
  auditing,
  logger,
  onLimited,
  addressOf,
  origins,
  turns,
}: RouterDependencies): Router {
  const [reads, writes, anonymous] = [
    createRateLimit({ clock, limit: 'reads' }),
    createRateLimit({ clock, limit: 'writes' }),
    createRateLimit({ clock, limit: 'anonymousRequests' }),
  ]
  /**
   * A signed-in user has one limit over all networks; anyone else shares the limit of their
   * network.
   */
  function mayAsk({ method }: Endpoint, actor: Actor | null): void {
    if (actor === null) anonymous.mustTake(currentNetwork())
    else (method === 'GET' ? reads : writes).mustTake(actor.userId)
  }

  /**
   * The order matters: a stranger's body is never read, and only a signed-in user learns whether a
   * plan exists.
   */
  function bind<
    P extends string,
    Q extends z.ZodType,
    B extends z.ZodType,
    R extends z.ZodType,
    Who,
  >(
    endpoint: Endpoint<P, Q, B, R>,
    admit: (actor: Actor | null, params: Record<string, string>) => Promise<Who>,
    handler: Handler<P, Q, B, R, Who>,
  ): void {
    app.on(endpoint.method, endpoint.path, async (c) => {
      c.set('route', endpoint.path)
      return withOrigin(originOfRequest(c, endpoint.path, addressOf), async () => {
        const asked: AuditedRequest = {
          endpoint,
          planId: c.req.param('planId') ?? null,
          userId: null,
        }
        try {
          const request = c.req.raw
          refuseForeign(request, origins)
          const params = c.req.param() as Record<P, string>
          const cookies = request.headers.get('cookie')
          const actor = await guard.authenticate(cookies)
          asked.userId = actor?.userId ?? null
          mayAsk(endpoint, actor)
          let who = await admit(actor, params)
          asked.planId = planIdOf(who) ?? asked.planId
          const query = validate(endpoint.query, c.req.query())
          const body =
            endpoint.body === undefined
              ? undefined
              : validate(endpoint.body, await readJson(request, maxBytesOf(endpoint)))
          const take: Take = (steps) => turns.take(asked.userId ?? '', steps)
          await take(refuseBsn(body))
          const { name: fileName, bytes: file } = await readUpload(endpoint, request)
          await take(refuseBsn({ fileName }))
          // A sender decides how long a body takes: meanwhile the session or the right may have ended.
          if (hasBody(endpoint)) who = await admit(await guard.authenticate(cookies), params)
          const newCookies: string[] = []
          const setCookies = (from: Headers) => newCookies.push(...from.getSetCookie())
          const answer = await handler({
            params,
            query: query as z.output<Q>,
            body: body as z.output<B>,
            file,
            fileName,
            headers: request.headers,
            // Made on demand: few answers take long enough for a client to leave.
            get signal() {
              return request.signal
            },
            setCookies,
            ...who,
          })
          await auditing.answered(asked)
          const knownTag = request.headers.get('if-none-match')
          return await respond(endpoint, answer, { cookies: newCookies, logger, take, knownTag })
        } catch (error) {
          if (isGone(c.req.raw, error)) return new Response(null, { status: 499 })
          if (error instanceof LimitError) onLimited(error.limit)
          await auditing.refused(asked, error)
          return problemResponse(error, { logger, route: endpoint.path })
        }
      })
    })
  }

  const planIdOf = (who: unknown): string | null =>
    typeof who === 'object' && who !== null && 'planId' in who && typeof who.planId === 'string'
      ? who.planId
      : null

  function isShown({ target, format }: ThreadMembership, { parts }: Membership): boolean {
    if (parts === null) return true
    const form = formats.find(format.id, format.version)
    return form !== null && seesTarget(target, form, parts)
  }

  return {
    open: (endpoint, handler) =>
      bind(expectAccess(endpoint, 'public'), async (actor) => ({ actor }), handler),
    signedIn: (endpoint, handler) =>
      bind(
        expectAccess(endpoint, 'signedIn'),
        async (actor) => ({ actor: mustReach(mustBeSignedIn(actor), endpoint.access) }),
        handler,
      ),
    admin: (endpoint, handler) =>
      bind(
        expectAccess(endpoint, 'admin'),
        async (anyone) => {
          const actor = mustBeSignedIn(anyone)
          if (!actor.isAdmin) throw new AppError('admin-only')
          return { actor }
        },
        handler,
      ),
    member: (endpoint, handler) =>
      bind(
        expectAccess(endpoint, 'plan'),
        async (anyone, params) => {
          const actor = mustBeSignedIn(anyone)
          const planId = params['planId'] ?? ''
          const membership = await guard.membership(planId, actor)
          const allowed = mustBeAllowed(membership, endpoint.access)
          return { actor: mustReach(actor, endpoint.access), planId, membership: allowed }
        },
        handler,
      ),
    audit: (endpoint, handler) =>
      bind(
        expectAccess(endpoint, 'audit'),
        async (anyone, params) => {
          const actor = mustBeSignedIn(anyone)
          const planId = params['planId'] ?? ''
          const membership = await guard.membership(planId, actor)
          // An administrator is responsible for the installation's audit trails, and gets no other
          // access to the plan.
          if (!actor.isAdmin && (membership === null || !can(membership.role, 'manage')))
            throw new AppError('no-access')
          return { actor, planId }
        },
        handler,
      ),
    thread: (endpoint, handler) =>
      bind(
        expectAccess(endpoint, 'thread'),
        async (anyone, params) => {
          const actor = mustBeSignedIn(anyone)
          const threadId = params['threadId'] ?? ''
          const found = await guard.threadMembership(threadId, actor)
          const membership = mustBeAllowed(found.membership, endpoint.access)
          // Answers as if the thread did not exist: the existence of comments on a hidden part is
          // not revealed.
          if (!isShown(found, membership)) throw new AppError('thread-not-found')
          return {
            actor: mustReach(actor, endpoint.access),
            planId: found.planId,
            threadId,
            membership,
          }
        },
        handler,
      ),
    file: (endpoint, handler) =>
      bind(
        expectAccess(endpoint, 'file'),
        async (anyone, params) => {
          const actor = mustBeSignedIn(anyone)
          const fileId = params['fileId'] ?? ''
          const planId = planIdOfFile(fileId)
          if (planId === null) throw new AppError('file-not-found')
          const allowed = mustBeAllowed(await guard.membership(planId, actor), endpoint.access)
          return { actor: mustReach(actor, endpoint.access), planId, fileId, membership: allowed }
        },
        handler,
      ),
    version: (endpoint, handler) =>
      bind(
        expectAccess(endpoint, 'version'),
        async (anyone, params) => {
          const actor = mustBeSignedIn(anyone)
          const versionId = params['versionId'] ?? ''
          const { planId, membership } = await guard.versionMembership(versionId, actor)
          const allowed = mustBeAllowed(membership, endpoint.access)
          return {
            actor: mustReach(actor, endpoint.access),
            planId,
            versionId,
            membership: allowed,
          }
        },
        handler,
      ),
  }
}

/** The client disconnected, and its work was aborted because of that. Nobody reads the answer. */
function isGone({ signal }: Request, error: unknown): boolean {
  return error !== undefined && signal.aborted && error === signal.reason
}

function validate(schema: z.ZodType | undefined, input: unknown): unknown {
  if (schema === undefined) return undefined
  const parsed = schema.safeParse(input, { error: dutch })
  if (parsed.success) return parsed.data
  throw new AppError('invalid-values', {
    fields: parsed.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      message: issue.message,
    })),
  })
}

/** A message from the schema itself comes first; this text is for input that no form can send. */
const dutch = z.locales.nl().localeError

const hasBody = ({ body, upload }: Endpoint): boolean => body !== undefined || upload !== undefined

function maxBytesOf(endpoint: Endpoint): number {
  return endpoint.method === 'POST' && endpoint.path === '/api/plans'
    ? limits.newPlanBytes.max
    : limits.jsonBytes.max
}

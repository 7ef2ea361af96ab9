import type { z } from 'zod'
import type { Actor, Membership } from '#server/auth/guard.ts'
import type { Endpoint } from '#shared/api/endpoint.ts'

type HandlerInput<Params extends string, Query extends z.ZodType, Body extends z.ZodType> = {
  params: Readonly<Record<Params, string>>
  query: z.output<Query>
  body: z.output<Body>
  /** The bytes of an upload; empty if the contract has none. */
  file: Uint8Array
  /** The name of the file in a form, as the client gave it. */
  fileName: string
  headers: Headers
  /** Aborted when the client disconnects: nobody waits for the answer. */
  signal: AbortSignal
  /** Copies the `set-cookie` headers of another response to this one. */
  setCookies(from: Headers): void
}
export type Handler<
  Params extends string,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
  Who,
> = (input: HandlerInput<Params, Query, Body> & Who) => Promise<z.input<Response>>

type ByAnyone = { actor: Actor | null }
type BySignedIn = { actor: Actor }
type ByMember = { actor: Actor; planId: string; membership: Membership }
type ByAdmin = { actor: Actor }
type ByAuditor = { actor: Actor; planId: string }
type ByThread = ByMember & { threadId: string }
type ByFile = ByMember & { fileId: string }
type ByVersion = ByMember & { versionId: string }

/**
 * Binds an endpoint of the contract to its handler. The method name states the kind of access,
 * which must agree with the contract.
 */
export interface Router {
  open<P extends string, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    handler: Handler<P, Q, B, R, ByAnyone>,
  ): void
  signedIn<P extends string, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    handler: Handler<P, Q, B, R, BySignedIn>,
  ): void
  admin<P extends string, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    handler: Handler<P, Q, B, R, ByAdmin>,
  ): void
  member<P extends string, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    handler: Handler<P, Q, B, R, ByMember>,
  ): void
  audit<P extends string, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    handler: Handler<P, Q, B, R, ByAuditor>,
  ): void
  thread<P extends string, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    handler: Handler<P, Q, B, R, ByThread>,
  ): void
  file<P extends string, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    handler: Handler<P, Q, B, R, ByFile>,
  ): void
  version<P extends string, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    handler: Handler<P, Q, B, R, ByVersion>,
  ): void
}

import { z } from 'zod'
import type { Action } from '../access.ts'
import type { ErrorCode } from '../errors.ts'
import type { SessionNeed } from '../started-by.ts'

/**
 * One endpoint of the REST interface. The same object validates on the server, types the client, makes the OpenAPI
 * description and feeds the access matrix, so that these four can't drift apart.
 */
export type Access =
  | { kind: 'public' }
  | { kind: 'signedIn'; session: SessionNeed }
  /** An administrator of the installation, in a session that reaches as far. */
  | { kind: 'admin' }
  /** A member of the plan in `:planId`, whose role allows this. */
  | { kind: 'plan'; action: Action; parts?: ServesParts; session?: SessionNeed }
  /** The same for the plan that the thread in `:threadId` belongs to. */
  | { kind: 'thread'; action: Action; parts?: ServesParts; session?: SessionNeed }
  /** The same for the plan that the version in `:versionId` is of. */
  | { kind: 'version'; action: Action; parts?: ServesParts; session?: SessionNeed }
  /** A coordinator of the plan in `:planId`, or an administrator of the installation. */
  | { kind: 'audit' }

/**
 * `session`: what is asked of the session besides (shared/started-by.ts). Of whoever is signed in it is always said; of a
 * member of the plan it is `any` where nothing is said, for a handed session reaches no other plan than its giver does.
 *
 * `parts`: set where a handler gives who was invited to parts of a plan nothing of the rest. Without it they are refused, so that
 * an endpoint that nobody thought of them for tells them nothing.
 */
type ServesParts = 'shown'

/** A file to download. */
export const FileAnswerSchema = z.object({
  fileName: z.string(),
  /** Where one endpoint serves files of several kinds. */
  mediaType: z.string().optional(),
  /** The whole file, or its parts one after another: the next one is asked for when the last one was read. */
  bytes: z.custom<Uint8Array | AsyncIterable<Uint8Array>>(
    (value) =>
      value instanceof Uint8Array ||
      (typeof value === 'object' && value !== null && Symbol.asyncIterator in value),
  ),
})

/** A request whose body is a file, as its bytes. */
export type Upload = { maxBytes: number /** What who sends more is told. */; tooLarge: ErrorCode }

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export type Endpoint<
  Params extends string = string,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> = {
  readonly method: Method
  /** Hono's notation: `/api/plans/:planId`. */
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params: readonly Params[]
  readonly query?: Query
  readonly body?: Body
  readonly response: Response
  readonly status: number
  /** Set when the answer is a file: then `response` is a `FileAnswer`. */
  readonly mediaType?: string
  /** Set when the request is a file: then there is no `body`. */
  readonly upload?: Upload
}

type Definition<Query extends z.ZodType, Body extends z.ZodType, Response extends z.ZodType> = {
  summary: string
  access: Access
  query?: Query
  body?: Body
  response: Response
  status?: number
  mediaType?: string
  upload?: Upload
}

type ParamsOf<Path extends string> = Path extends `${string}:${infer Param}/${infer Rest}`
  ? Param | ParamsOf<`/${Rest}`>
  : Path extends `${string}:${infer Param}`
    ? Param
    : never

export function endpoint<
  Path extends string,
  Response extends z.ZodType,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  method: Method,
  path: Path,
  definition: Definition<Query, Body, Response>,
): Endpoint<ParamsOf<Path>, Query, Body, Response> {
  const params = [...path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] as ParamsOf<Path>)
  return { method, path, params, status: 200, ...definition }
}

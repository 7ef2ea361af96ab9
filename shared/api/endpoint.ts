import { z } from 'zod'
import type { Action } from '../access.ts'
import type { ErrorCode } from '../errors.ts'
import type { SessionNeed } from '../started-by.ts'

/**
 * One endpoint of the REST interface. The same object validates requests on the server, types the
 * client, generates the OpenAPI description and feeds the access matrix, so these four can't drift
 * apart.
 */
export type Access =
  | { kind: 'public' }
  | { kind: 'signedIn'; session: SessionNeed }
  /** An administrator of the installation, in a session whose reach includes administration. */
  | { kind: 'admin' }
  /** A member of the plan in `:planId`, whose role allows this. */
  | { kind: 'plan'; action: Action; parts?: ServesParts; session?: SessionNeed }
  /** The same for the plan that contains the thread in `:threadId`. */
  | { kind: 'thread'; action: Action; parts?: ServesParts; session?: SessionNeed }
  /** The same for the plan that contains the version in `:versionId`. */
  | { kind: 'version'; action: Action; parts?: ServesParts; session?: SessionNeed }
  /** The same for the plan whose id begins the id of the file in `:fileId`. */
  | { kind: 'file'; action: Action; parts?: ServesParts; session?: SessionNeed }
  /** A coordinator of the plan in `:planId`, or an administrator of the installation. */
  | { kind: 'audit' }

/**
 * `session`: the required reach of the session (shared/started-by.ts). Mandatory for endpoints for
 * any signed-in user; for endpoints of a plan it defaults to `any`, because a handed session
 * reaches no plan that the giver of the link can't reach.
 *
 * `parts`: set if the handler hides the rest of the plan from members who were invited to parts of
 * it. Without it they are refused, so an endpoint whose author forgot them reveals nothing.
 */
type ServesParts = 'shown'

/** A file to download. */
export const FileAnswerSchema = z.object({
  fileName: z.string(),
  /** For an endpoint that serves several kinds of file. */
  mediaType: z.string().optional(),
  /** Any letters: the name is encoded. */
  isNameFree: z.boolean().optional(),
  /** The browser may show it in a page. It still runs nothing. */
  isInline: z.boolean().optional(),
  /** Identifies these bytes: a client that has them may keep them, and asks each time whether it still may see them. */
  tag: z.string().optional(),
  /**
   * The whole file, or its chunks in order: the next chunk is requested when the previous one was
   * read.
   */
  bytes: z.custom<Uint8Array | AsyncIterable<Uint8Array>>(
    (value) =>
      value instanceof Uint8Array ||
      (typeof value === 'object' && value !== null && Symbol.asyncIterator in value),
  ),
})

/** A request whose body is the bytes of a file. */
export type Upload = {
  maxBytes: number
  /** The error for a larger file. */
  tooLarge: ErrorCode
  /** The file is the one part, named `file`, of a form; otherwise it is the whole body. */
  form?: 'multipart'
}

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
  /** Set if the response is a file: `response` is then a `FileAnswer`. */
  readonly mediaType?: string
  /** False if the handler decides whether a file that was read gets a line in the audit trail. */
  readonly isRecorded?: boolean
  /** Set if the request is a file: there is then no `body`. */
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
  isRecorded?: boolean
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

import type { z } from 'zod'
import * as deviceText from '#client/text/device.ts'
import type { Endpoint } from '#shared/api/endpoint.ts'
import { getMe, type Me } from '#shared/api/me.ts'
import { AppError, type ErrorCode, type FieldError, isErrorCode } from '#shared/errors.ts'
import { findBsnInBody } from '#shared/privacy/find-in-value.ts'

type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [K in Name]?: undefined }
  : object extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value }

type ParamsPart<E extends Endpoint> = [E['params'][number]] extends [never]
  ? { params?: undefined }
  : { params: Record<E['params'][number], string> }

export type Inputs<E extends Endpoint> = ParamsPart<E> &
  Part<'query', z.output<NonNullable<E['query']>>> &
  Part<'body', z.input<NonNullable<E['body']>>> & { signal?: AbortSignal }

type Arguments<E extends Endpoint> =
  object extends Inputs<E> ? [inputs?: Inputs<E>] : [inputs: Inputs<E>]

/** The request never reached the server. The user gets another message and another next step than for a refusal. */
export class OfflineError extends AppError {
  constructor(cause: unknown) {
    super('unavailable', { cause })
    this.message = deviceText.noConnection
  }
}

export function isOffline(error: unknown): error is OfflineError {
  return error instanceof OfflineError
}

/** Whether a retry may succeed: there was no connection, storage refused for the moment, or a rate limit was reached. */
export function isPassing(error: unknown): boolean {
  return (
    isOffline(error) ||
    (error instanceof AppError && (error.code === 'unavailable' || error.code === 'too-many'))
  )
}

let signedOutListener: () => void = () => {}

/** One listener: the application decides where a person without a session goes. */
export function onSignedOut(listener: () => void): void {
  signedOutListener = listener
}

export async function call<E extends Endpoint>(
  endpoint: E,
  ...[inputs]: Arguments<E>
): Promise<z.output<E['response']>> {
  const { params, query, body, signal } = (inputs ?? {}) as {
    params?: Record<string, string>
    query?: Record<string, unknown>
    body?: unknown
    signal?: AbortSignal
  }
  // Checked before the text leaves the device: the server refuses it too, but would have received it.
  const looksLikeBsn = findBsnInBody(body).map((path) => ({
    path,
    message: deviceText.looksLikeBsn,
  }))
  if (looksLikeBsn.length > 0) throw new AppError('bsn-found', { fields: looksLikeBsn })
  const response = await request(addressOf(endpoint.path, params, query), {
    method: endpoint.method,
    headers:
      body === undefined
        ? { accept: 'application/json' }
        : { accept: 'application/json', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    credentials: 'same-origin',
  })
  if (!response.ok) throw await refusalOf(response)
  // The response was cut off, or it is the page of a guest network that wants a click first.
  const answer: unknown = await response.json().catch((cause: unknown) => {
    throw new OfflineError(cause)
  })
  if (import.meta.env.DEV) checkAnswer(endpoint, answer)
  return answer as z.output<E['response']>
}

/** The signed-in user, or null. A 401 here is a normal answer and does not start a session check. */
export async function whoIsHere(): Promise<Me | null> {
  const response = await request(getMe.path, {
    headers: { accept: 'application/json' },
    credentials: 'same-origin',
  })
  if (response.status === 401) {
    // An unread body keeps the response open, and its connection with it.
    await response.body?.cancel()
    return null
  }
  if (!response.ok) throw await refusalOf(response)
  return getMe.response.parse(await response.json())
}

/** Sends a file as its bytes, or as the one part of a form. A file that is too large is refused here, before the user waits for an upload. */
export async function upload<E extends Endpoint>(
  endpoint: E,
  {
    params,
    query,
    file,
    signal,
  }: ParamsPart<E> & { query?: Record<string, unknown>; file: File; signal: AbortSignal },
): Promise<z.output<E['response']>> {
  if (endpoint.upload === undefined) throw new Error(`${endpoint.path} takes no file`)
  if (file.size > endpoint.upload.maxBytes) throw new AppError(endpoint.upload.tooLarge)
  const isForm = endpoint.upload.form === 'multipart'
  const form = new FormData()
  form.append('file', file)
  const response = await request(addressOf(endpoint.path, params, query), {
    method: endpoint.method,
    headers: {
      accept: 'application/json',
      // The browser names the boundary of a form.
      ...(isForm ? {} : { 'content-type': 'application/octet-stream' }),
    },
    body: isForm ? form : file,
    signal,
    credentials: 'same-origin',
  })
  if (!response.ok) throw await refusalOf(response)
  return (await response.json().catch((cause: unknown) => {
    throw new OfflineError(cause)
  })) as z.output<E['response']>
}

async function request(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause
    throw new OfflineError(cause)
  }
}

export function addressOf(
  path: string,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name]
    // An empty parameter would address another resource.
    if (value === undefined || value === '') throw new Error(`${path}: no value for ${name}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, String(value)]],
    ),
  )
  return search.size === 0 ? filled : `${filled}?${search}`
}

/** The error of a response that is not from our server, such as the error page of a proxy. */
const codeOfStatus: Record<number, ErrorCode> = {
  401: 'not-signed-in',
  403: 'no-access',
  404: 'not-found',
  413: 'too-large',
  429: 'too-many',
}

async function refusalOf(response: Response): Promise<AppError> {
  const body: unknown = await response.json().catch(() => null)
  const { code, fields, detail } = (typeof body === 'object' && body !== null ? body : {}) as {
    code?: unknown
    fields?: unknown
    detail?: unknown
  }
  if (!isErrorCode(code) && [502, 503, 504].includes(response.status))
    return new OfflineError(new Error(`status ${response.status}`))
  const known = isErrorCode(code) ? code : (codeOfStatus[response.status] ?? 'internal')
  if (known === 'not-signed-in') signedOutListener()
  return new AppError(known, {
    fields: Array.isArray(fields) ? fields.filter(isFieldError) : [],
    ...(typeof detail === 'string' ? { detail } : {}),
  })
}

function isFieldError(value: unknown): value is FieldError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  )
}

function checkAnswer(endpoint: Endpoint, answer: unknown): void {
  const result = endpoint.response.safeParse(answer)
  if (!result.success)
    throw new Error(`${endpoint.method} ${endpoint.path} answered outside its contract`, {
      cause: result.error,
    })
}

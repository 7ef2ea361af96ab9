import { z } from 'zod'
import { nameOfSessionCookie } from '#server/auth/session-cookie.ts'
import * as requestsText from '#server/text/requests.ts'
import type { Endpoint } from '#shared/api/endpoint.ts'
import { errorCodes } from '#shared/errors.ts'

type Json = Record<string, unknown>

/**
 * OpenAPI 3.1 generated from the objects that validate requests, so it can't differ from the
 * behaviour.
 */
export function describeApi(
  endpoints: readonly Endpoint[],
  options: { publicUrl: string; version: string },
): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describe(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: requestsText.product,
      version: options.version,
      description:
        'One shared plan for a neighbourhood care team. Errors are application/problem+json with a `code`.',
    },
    servers: [{ url: options.publicUrl }],
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: nameOfSessionCookie(options.publicUrl),
        },
      },
      schemas: { Problem: problem },
    },
  }
}

const problem: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'The cause and the next step, in Dutch.' },
    status: { type: 'integer' },
    code: { type: 'string', enum: errorCodes },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}

function describe(endpoint: Endpoint): Json {
  const { access, query, body, upload } = endpoint
  return {
    operationId: operationId(endpoint),
    summary: endpoint.summary,
    ...(access.kind === 'plan' ||
    access.kind === 'thread' ||
    access.kind === 'version' ||
    access.kind === 'file'
      ? { description: `For members of the plan who may ${access.action}.` }
      : {}),
    security: access.kind === 'public' ? [] : [{ session: [] }],
    parameters: [
      ...endpoint.params.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...queryParameters(query),
    ],
    ...(upload === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              ...(upload.form === 'multipart'
                ? {
                    'multipart/form-data': {
                      schema: {
                        type: 'object',
                        required: ['file'],
                        properties: { file: bytesOf(upload.maxBytes) },
                      },
                    },
                  }
                : { 'application/octet-stream': { schema: bytesOf(upload.maxBytes) } }),
            },
          },
        }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input') } },
          },
        }),
    responses: {
      [endpoint.status]: {
        description: 'Done',
        content:
          endpoint.mediaType === undefined
            ? { 'application/json': { schema: schemaOf(endpoint.response, 'output') } }
            : { [endpoint.mediaType]: {} },
      },
      default: {
        description: 'Refused',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

const bytesOf = (maxLength: number): Json => ({ type: 'string', format: 'binary', maxLength })

function operationId({ method, path }: Endpoint): string {
  const words = path.replace('/api/', '').split(/[^A-Za-z]+/)
  return [
    method.toLowerCase(),
    ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ].join('')
}

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (query === undefined) return []
  const schema = schemaOf(query, 'output')
  const required = new Set((schema['required'] as string[] | undefined) ?? [])
  return Object.entries((schema['properties'] as Record<string, Json> | undefined) ?? {}).map(
    ([name, property]) => ({ name, in: 'query', required: required.has(name), schema: property }),
  )
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  // Rich text is validated by code and described by its `meta`; another schema without a
  // description is left open.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json
  return rest
}

import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppEnv } from '#server/http/route.ts'
import { mountClient } from '#server/http/static.ts'
import { allEndpoints } from '#shared/api/all.ts'
import { AppError } from '#shared/errors.ts'
import { isOnPostgres, smallPlan, TestInstallation } from './installation.ts'

const medrie: object = JSON.parse(
  readFileSync(new URL('../../shared/formats/medrie-wijkplan.json', import.meta.url), 'utf8'),
)

describe('operation', () => {
  let test: TestInstallation
  beforeEach(async () => {
    test = await TestInstallation.open()
  })
  afterEach(() => test.close().catch(() => {}))

  it('is alive and ready, and not ready while it stops', async () => {
    const visitor = test.visitor()
    expect([
      (await visitor.ask('GET', '/healthz')).status,
      (await visitor.ask('GET', '/readyz')).status,
    ]).toEqual([200, 200])
    test.installation.beginStop()
    expect([
      (await visitor.ask('GET', '/healthz')).status,
      (await visitor.ask('GET', '/readyz')).status,
    ]).toEqual([200, 503])
  })

  it('is not ready when storage does not answer', async () => {
    await test.db.destroy()
    expect((await test.visitor().ask('GET', '/readyz')).status).toBe(503)
  })

  it('ST2 is not ready while nothing is committed of what waits, though storage answers', async () => {
    const { rooms } = test.installation
    vi.spyOn(rooms, 'checkStorage').mockRejectedValueOnce(new AppError('unavailable'))
    expect((await test.visitor().ask('GET', '/readyz')).status).toBe(503)
    expect((await test.visitor().ask('GET', '/readyz')).status).toBe(200)
  })

  it('measures by route, without a token or an id', async () => {
    const els = await test.person('Els')
    const planId = await els.createPlan()
    await els.ask('GET', `/api/plans/${planId}`)
    await els.ask('GET', '/api/invites/geheim-token')
    await els.ask('GET', '/wp-login.php?wachtwoord=geheim')
    const { body } = await test.visitor().ask<string>('GET', '/metrics')
    expect(body).toContain(
      'wijktafel_http_seconds_count{method="GET",route="/api/plans/:planId",status="200"} 1',
    )
    expect(body).toContain('wijktafel_rooms')
    expect(body).not.toContain(planId)
    expect(body).not.toContain('geheim')
  })

  it('an error of our own tells the user nothing and is logged', async () => {
    const els = await test.person('Els')
    await test.db.schema.dropTable('invites').execute()
    const answer = await els.ask<{ code: string; title: string }>('GET', '/api/invites/x')
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } })
    expect(JSON.stringify(answer.body)).not.toContain('invites')
  })

  it('describes itself as OpenAPI 3.1: each endpoint, its parameters and its refusals', async () => {
    type Operation = {
      operationId: string
      parameters: { name: string }[]
      responses: Record<string, unknown>
      requestBody?: { content: { 'application/json': { schema: object } } }
    }
    const { body } = await test
      .visitor()
      .ask<{ openapi: string; paths: Record<string, Record<string, Operation>> }>(
        'GET',
        '/api/openapi.json',
      )
    expect(body.openapi).toBe('3.1.0')
    const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
    expect(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      allEndpoints
        .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
        .sort(),
    )
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(
      operations.length,
    )
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      expect(operation.parameters.map((parameter) => parameter.name)).toEqual(
        expect.arrayContaining(named),
      )
      expect(operation.responses).toHaveProperty('default')
    }
    const create =
      body.paths['/api/plans']?.['post']?.requestBody?.content['application/json'].schema
    expect(create).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['format', 'values']),
    })
  })
})

describe('a format that is not right stops the start', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-formats-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('naming file and place', async () => {
    await writeFile(
      join(folder, 'eigen.json'),
      JSON.stringify({ id: 'eigen', version: 0, name: 'Eigen' }),
    )
    await writeFile(join(folder, 'half.json'), '{"id":')
    const start = TestInstallation.open({ FORMATS_DIR: folder })
    await expect(start).rejects.toThrow(/eigen\.json: version[\s\S]*half\.json/)
    await expect(TestInstallation.open({ FORMATS_DIR: join(folder, 'nergens') })).rejects.toThrow(
      /nergens/,
    )
  })

  it('when it repeats a version that is there already', async () => {
    await writeFile(join(folder, 'kopie.json'), JSON.stringify(medrie))
    await expect(TestInstallation.open({ FORMATS_DIR: folder })).rejects.toThrow(
      /kopie\.json.*medrie-wijkplan/,
    )
  })

  it('and an operator’s own format is offered beside ours', async () => {
    await writeFile(
      join(folder, 'eigen.json'),
      JSON.stringify({ ...medrie, id: 'eigen-wijkplan', name: 'Eigen wijkplan' }),
    )
    const test = await TestInstallation.open({ FORMATS_DIR: folder })
    const els = await test.person('Els')
    expect((await els.get<{ formats: unknown[] }>('/api/formats')).formats).toHaveLength(4)
    expect(
      await els.get(
        `/api/plans/${await els.createPlan({ ...smallPlan, format: 'eigen-wijkplan' })}`,
      ),
    ).toMatchObject({ format: { name: 'Eigen wijkplan' } })
    await test.close()
  })
})

describe.skipIf(isOnPostgres)('a format that changes under plans', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-formats-'))
    await mkdir(join(folder, 'formats'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const open = async (name: string, version: number) => {
    await writeFile(
      join(folder, 'formats', 'eigen.json'),
      JSON.stringify({ ...medrie, id: 'eigen', name, version }),
    )
    return TestInstallation.open({
      DATA_DIR: join(folder, 'data'),
      FORMATS_DIR: join(folder, 'formats'),
    })
  }
  const body = { ...smallPlan, format: 'eigen' }

  it('leaves plans with the form they were made with', async () => {
    const before = await open('Eerste', 1)
    const planId = await (await before.person('Els')).createPlan(body)
    await before.close()

    const edited = await open('Stil veranderd', 1)
    const els = await edited.person('Els')
    expect(await els.get(`/api/plans/${planId}`)).toMatchObject({ format: { name: 'Eerste' } })
    expect(await els.get(`/api/plans/${await els.createPlan(body)}`)).toMatchObject({
      format: { name: 'Eerste', version: 1 },
    })
    await edited.close()

    const raised = await open('Tweede', 2)
    const later = await raised.person('Els')
    expect(await later.get(`/api/plans/${planId}`)).toMatchObject({
      format: { name: 'Eerste', version: 1 },
    })
    expect(await later.get(`/api/plans/${await later.createPlan(body)}`)).toMatchObject({
      format: { name: 'Tweede', version: 2 },
    })
    expect(await later.get('/api/formats/eigen?version=1')).toMatchObject({ name: 'Eerste' })
    await raised.close()
  })
})

describe('the built client', () => {
  let folder: string
  let app: Hono<AppEnv>
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-client-'))
    await mkdir(join(folder, 'client', 'assets'), { recursive: true })
    await writeFile(join(folder, 'client', 'index.html'), '<!doctype html><title>Wijktafel</title>')
    await writeFile(join(folder, 'client', 'assets', 'main-abc123.js'), `// ${'x'.repeat(5000)}`)
    await writeFile(join(folder, 'client', 'assets', 'main-abc123.js.map'), '{}')
    await writeFile(join(folder, 'client', 'sw.js'), '// service worker')
    await writeFile(join(folder, 'client', 'manifest.webmanifest'), '{}')
    await writeFile(join(folder, 'geheim.txt'), 'geheim')
    app = new Hono<AppEnv>()
    await mountClient(app, join(folder, 'client'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const html = { headers: { accept: 'text/html' } }

  it('keeps hashed files for ever and the page never', async () => {
    expect((await app.request('/assets/main-abc123.js')).headers.get('cache-control')).toContain(
      'immutable',
    )
    expect((await app.request('/', html)).headers.get('cache-control')).toBe('no-cache')
  })

  it('asks for the service worker and the manifest anew each time, and says what they are', async () => {
    const headersOf = async (path: string) => Object.fromEntries((await app.request(path)).headers)
    expect(await headersOf('/sw.js')).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
    })
    expect(await headersOf('/manifest.webmanifest')).toMatchObject({
      'content-type': 'application/manifest+json; charset=utf-8',
      'cache-control': 'no-cache',
    })
  })

  it('answers each page of the client with the same page, and nothing else', async () => {
    expect(await (await app.request('/plannen/abc', html)).text()).toContain('Wijktafel')
    for (const path of ['/api/x', '/sync/x', '/assets/weg.js', '/metrics/x'])
      expect((await app.request(path, html)).status).toBe(404)
    // A missing picture gets no page: scanners that open a link request any address.
    expect((await app.request('/sign-in?token=x', { headers: { accept: '*/*' } })).status).toBe(200)
    expect((await app.request('/weg.png', { headers: { accept: '*/*' } })).status).toBe(404)
    expect(
      (await app.request('/plannen/abc', { headers: { accept: 'application/json' } })).status,
    ).toBe(404)
  })

  it('gives nothing from outside the folder, and no source maps', async () => {
    for (const path of [
      '/../geheim.txt',
      '/%2e%2e/geheim.txt',
      '/assets/..%2f..%2fgeheim.txt',
      '/assets/main-abc123.js.map',
    ])
      expect((await app.request(path)).status).toBe(404)
  })

  it('compresses what a browser can unpack', async () => {
    const answer = await app.request('/assets/main-abc123.js', {
      headers: { 'accept-encoding': 'gzip, br' },
    })
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect((await answer.arrayBuffer()).byteLength).toBeLessThan(500)
  })
})

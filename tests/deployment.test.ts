import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'

// The units, the compose file and the manifests of docs/operate.md say what this program has. No test
// starts them: a container engine and a cluster are not here.

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const page = read('docs/operate.md')
const variables = new Set(
  [...read('server/config.ts').matchAll(/^\s*([A-Z][A-Z0-9_]+):/gm)].map(([, name = '']) => name),
)
const scripts = z.object({ scripts: z.record(z.string(), z.string()) })

const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  )
const documents = blocks('yaml').flatMap((text) => parseAllDocuments(text))
const values: unknown[] = documents.map((document) => document.toJS())

const Names = z.record(z.string(), z.unknown())
const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      command: z.string().optional(),
      environment: z.record(z.string(), z.string()).optional(),
      volumes: z.array(z.string()).default([]),
      secrets: z.array(z.string()).default([]),
      depends_on: z.array(z.string()).default([]),
    }),
  ),
  volumes: Names,
  secrets: Names,
})
const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.number() }) })
const Deployment = z.object({
  kind: z.literal('Deployment'),
  spec: z.object({
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        volumes: z.array(z.object({ name: z.string() })),
        containers: z.tuple([
          z.object({
            command: z.array(z.string()),
            env: z.array(z.object({ name: z.string() })),
            ports: z.tuple([z.object({ containerPort: z.number() })]),
            readinessProbe: Probe,
            livenessProbe: Probe,
            volumeMounts: z.array(z.object({ name: z.string() })),
          }),
        ]),
      }),
    }),
  }),
})
const Service = z.object({
  kind: z.literal('Service'),
  spec: z.object({
    selector: z.record(z.string(), z.string()),
    ports: z.tuple([z.object({ targetPort: z.number() })]),
  }),
})

function only<T>(schema: z.ZodType<T>): T {
  const found = values.flatMap((value) => schema.safeParse(value).data ?? [])
  expect(found).toHaveLength(1)
  return found[0] as T
}

/** The names of variables in a text of settings. */
const namesIn = (text: string) =>
  [...text.matchAll(/\b([A-Z][A-Z0-9]*_[A-Z0-9_]+|PORT|HOST)\b(?==)/g)].map(([, name = '']) => name)

describe('docs/operate.md', () => {
  it('has YAML without faults', () => {
    expect(documents.length).toBeGreaterThanOrEqual(4)
    for (const { errors, warnings } of documents) expect([...errors, ...warnings]).toEqual([])
  })

  it('sets variables in its compose file that the server knows, and names volumes, secrets and services that it declares', () => {
    const compose = only(Compose)
    const { wijktafel, proxy } = compose.services
    const started = /^npm (?:run )?(\w+)$/.exec(wijktafel?.command ?? '')?.[1] ?? ''
    expect(Object.keys(scripts.parse(JSON.parse(read('package.json'))).scripts)).toContain(started)
    for (const name of Object.keys(wijktafel?.environment ?? {})) expect(variables).toContain(name)
    expect(proxy?.command).toContain('wijktafel:3000')
    for (const { volumes, secrets, depends_on } of Object.values(compose.services)) {
      for (const volume of volumes.map((mount) => mount.split(':')[0] ?? ''))
        if (volume !== '.') expect(Object.keys(compose.volumes)).toContain(volume)
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret)
      for (const other of depends_on) expect(Object.keys(compose.services)).toContain(other)
    }
  })

  it('has a Deployment whose probes, command, variables, volumes and labels exist', () => {
    const { spec } = only(Deployment)
    const { containers, volumes } = spec.template.spec
    const [{ command, env, ports, readinessProbe, livenessProbe, volumeMounts }] = containers
    expect(spec.template.metadata.labels).toEqual(spec.selector.matchLabels)
    expect(existsSync(join(root, command.at(-1) ?? ''))).toBe(true)
    for (const { name } of env) expect(variables).toContain(name)
    for (const { name } of volumeMounts)
      expect(volumes.map((volume) => volume.name)).toContain(name)
    const routes = read('server/http/observe.ts')
    for (const { httpGet } of [readinessProbe, livenessProbe]) {
      expect(routes).toContain(`app.get('${httpGet.path}'`)
      expect(httpGet.port).toBe(ports[0].containerPort)
    }
    const service = only(Service).spec
    expect(service.selector).toEqual(spec.selector.matchLabels)
    expect(service.ports[0].targetPort).toBe(ports[0].containerPort)
    // The port of the server without PORT.
    expect(read('server/config.ts')).toContain(`.default(${ports[0].containerPort})`)
  })

  it('has units that set variables that the server knows, and start a script that exists', () => {
    const units = blocks('ini')
    expect(units.length).toBeGreaterThanOrEqual(2)
    for (const unit of units) {
      const set = unit.split('\n').filter((line) => line.startsWith('Environment='))
      const names = set.flatMap((line) => namesIn(line.slice('Environment='.length)))
      expect(names.length).toBeGreaterThan(3)
      for (const name of names) expect(variables).toContain(name)
    }
    const script = /^ExecStart=\S+ (\S+)$/m.exec(units[0] ?? '')?.[1] ?? ''
    expect(existsSync(join(root, script))).toBe(true)
  })

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
  it.skipIf(!hasSystemd)('has units that systemd accepts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wijktafel-unit-'))
    try {
      const [alone = '', several = ''] = blocks('ini')
      const here = alone
        .replace('/usr/bin/node', process.execPath)
        .replace('/opt/wijktafel', root)
        .replace('User=wijktafel', 'User=root')
      for (const [n, unit] of [here, `${here}\n${several}`].entries()) {
        const file = join(folder, `wijktafel-${n}.service`)
        writeFileSync(file, unit)
        const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], {
          encoding: 'utf8',
        })
        const about = stderr.split('\n').filter((line) => line.includes(`wijktafel-${n}`))
        expect({ status, about }).toEqual({ status: 0, about: [] })
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

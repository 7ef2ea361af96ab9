import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isAllowed, licenceExceptions } from './support/licences.ts'

type Locked = {
  version: string
  license?: string
  deprecated?: string
  optional?: boolean
  resolved?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const packages: Record<string, Locked> = JSON.parse(
  readFileSync(join(root, 'package-lock.json'), 'utf8'),
).packages
const manifest: Required<Pick<Locked, 'dependencies' | 'optionalDependencies'>> = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
)

/** Packages that the client imports: its bundle ships them, wherever package.json lists them. */
function inClient(): string[] {
  const names = new Set<string>()
  for (const file of readdirSync(join(root, 'client'), { recursive: true, encoding: 'utf8' })) {
    if (!/\.(tsx?|css)$/.test(file) || /\.test\.tsx?$/.test(file)) continue
    const code = readFileSync(join(root, 'client', file), 'utf8')
    // Test helpers are not in the bundle.
    if (code.includes("from 'vitest'")) continue
    for (const [, specifier = ''] of code.matchAll(
      /(?:from|import|import\()\s*['"]([^'"]+)['"]/g,
    )) {
      const name = specifier.match(/^(@[^/]+\/[^/]+|[^./#][^/]*)/)?.[1]
      if (name !== undefined && find('', name) !== null) names.add(name)
    }
  }
  return [...names]
}

/** The lookup of a package by Node from the folder of another one. */
function find(from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('node_modules/'))) {
    const path = `${folder === '' || folder.endsWith('/') ? folder : `${folder}/`}node_modules/${name}`
    if (packages[path] !== undefined) return path
    if (folder === '') return null
    folder = folder.replace(/\/$/, '')
  }
}

function shipped(): Map<string, Locked> {
  const found = new Map<string, Locked>()
  const visit = (from: string, name: string): void => {
    const path = find(from, name)
    const locked = path === null ? undefined : packages[path]
    if (path === null || locked === undefined || found.has(path)) return
    found.set(path, locked)
    const peers = Object.keys(locked.peerDependencies ?? {}).filter(
      (peer) => locked.peerDependenciesMeta?.[peer]?.optional !== true,
    )
    for (const next of [
      ...Object.keys({ ...locked.dependencies, ...locked.optionalDependencies }),
      ...peers,
    ])
      visit(path, next)
  }
  const direct = { ...manifest.dependencies, ...manifest.optionalDependencies }
  for (const name of [...Object.keys(direct), ...inClient()]) visit('', name)
  return found
}

const labelled = [...shipped()].map(([path, locked]) => ({
  label: `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${locked.version}`,
  ...locked,
}))

describe('the packages that we ship', () => {
  it('is what the server needs and what goes to browsers', () => {
    const labels = labelled.map(({ label }) => label.replace(/@[^@]+$/, ''))
    expect(labels).toEqual(
      expect.arrayContaining(['yjs', 'kysely', 'duck', 'react-dom', 'wouter', 'lib0', 'hucre']),
    )
    expect(labels).not.toContain('vitest')
    expect(labels.length).toBeGreaterThan(150)
  })

  it('has a licence that we know and allow, or a reason', () => {
    const faults = labelled.filter(({ label, license }) => {
      const exception = licenceExceptions[label]
      if (exception !== undefined) return exception.stated !== license || !isAllowed(exception.is)
      return license === undefined || !isAllowed(license)
    })
    expect(faults.map(({ label, license }) => `${label}: ${license ?? 'none stated'}`)).toEqual([])
  })

  it('has no reason for what is not there any more', () => {
    const labels = new Set(labelled.map(({ label }) => label))
    expect(Object.keys(licenceExceptions).filter((label) => !labels.has(label))).toEqual([])
  })

  it('has nothing that its maker has given up', () => {
    expect(
      labelled.filter(({ deprecated }) => deprecated !== undefined).map(({ label }) => label),
    ).toEqual([])
  })

  it('is locked with all that it needs, or npm ci refuses to install anything', () => {
    const missing = Object.entries(packages).flatMap(([path, locked]) =>
      Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })
        .filter((name) => find(path, name) === null)
        .map((name) => `${path || 'package.json'} needs ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('is locked without the address of a registry', () => {
    const addresses = Object.entries(packages).filter(([, locked]) => locked.resolved !== undefined)
    expect(addresses.map(([path]) => path)).toEqual([])
  })

  it('holds one Yjs, or two documents would not know each other', () => {
    expect(Object.keys(packages).filter((path) => path.endsWith('node_modules/yjs'))).toEqual([
      'node_modules/yjs',
    ])
  })

  it('prints on every machine that the compiler is published for, in one version', () => {
    const compilers = Object.entries(manifest.optionalDependencies).filter(([name]) =>
      name.includes('/typst-ts-node-compiler-'),
    )
    expect(compilers.map(([name]) => name.replace(/^.*-compiler-/, '')).sort()).toEqual([
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64-gnu',
      'linux-arm64-musl',
      'linux-x64-gnu',
      'linux-x64-musl',
      'win32-arm64-msvc',
      'win32-x64-msvc',
    ])
    expect(new Set(compilers.map(([, version]) => version)).size).toBe(1)
    for (const [name] of compilers) expect(packages[`node_modules/${name}`]?.optional).toBe(true)
  })
})

describe('a statement of licences', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['MIT AND OFL-1.1', true],
    ['(MIT AND Zlib)', true],
    ['GPL-3.0-or-later', false],
    ['MIT AND GPL-3.0-only', false],
    ['BSD', false],
    ['SEE LICENSE IN LICENSE.md', false],
  ])('%s is allowed: %s', (statement, isFine) => {
    expect(isAllowed(statement)).toBe(isFine)
  })
})

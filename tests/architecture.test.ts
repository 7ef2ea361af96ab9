import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

// The import table of ARCHITECTURE.md, checked on the source text. Type-only imports count: a type is knowledge too.

interface SourceFile {
  path: string
  code: string
  imports: readonly Import[]
}

/** `target` is a path in this repository for own code, and the specifier itself for a package. */
interface Import {
  specifier: string
  target: string
  isOwn: boolean
}

interface Zone {
  /** The folder, or one file. */
  of: string
  /** Own folders (ending in /) and files that it may import beside itself. */
  may: readonly string[]
  packages?: (name: string) => boolean
  why: string
}

const root = fileURLToPath(new URL('..', import.meta.url))
const topFolders = ['client', 'server', 'shared', 'tests']
const files = topFolders.flatMap(sourceFiles)
const product = files.filter((file) => !isTest(file.path))
const byPath = new Map(files.map((file) => [file.path, file]))

const anyOf = (pattern: RegExp) => (name: string) => pattern.test(name)
const noneOf = (pattern: RegExp) => (name: string) => !pattern.test(name)

const databases = /^(node:sqlite|kysely|better-sqlite3|better-sqlite3-node20|pg)(\/|$)/
const react =
  /^(react|react-dom|react-aria|react-aria-components|@tiptap\/react|@tanstack\/react-query|wouter|lucide-react)(\/|$)/
const httpServers = /^(hono|@hono\/.*|nodemailer)(\/|$)/

const zones: readonly Zone[] = [
  {
    of: 'shared/',
    may: [],
    packages: anyOf(
      /^(yjs|lib0\/.*|zod|diff|fractional-indexing|@tiptap\/(core|pm\/.*|starter-kit|y-tiptap|extension-(?!collaboration).*))$/,
    ),
    why: 'shared is pure: it runs the same in a browser, on the server and in a test, so it knows no Node, DOM, React, client or server',
  },
  {
    of: 'client/sync/',
    may: ['shared/', 'client/text/', 'client/api.ts'],
    packages: noneOf(react),
    why: 'the sync client must run without React and without a screen, in tests as in the browser',
  },
  ...syncFloors('device/', 'transport/', 'session/'),
  {
    of: 'client/text/',
    may: ['shared/'],
    packages: noneOf(react),
    why: 'client/text turns values into words and knows no screen',
  },
  {
    of: 'client/ui/',
    may: ['shared/', 'client/*', 'client/text/', 'client/hooks/'],
    why: 'ui is used everywhere, so it knows no open plan and no screen',
  },
  ...downward('client/hooks/', 'client/editor/', 'client/panels/', 'client/plan/'),
  {
    of: 'client/',
    may: ['shared/'],
    packages: noneOf(/^node:/),
    why: 'the client runs in a browser and never imports the server, not even its types',
  },
  {
    of: 'server/turns.ts',
    may: ['shared/', 'server/invariant.ts'],
    packages: () => false,
    why: 'the turns run work without knowing what it does',
  },
  {
    of: 'server/yjs/',
    may: ['shared/', 'server/turns.ts'],
    packages: anyOf(/^(yjs|lib0\/.*)$/),
    why: 'server/yjs works on updates and documents: it knows no plan, log, room or user',
  },
  {
    of: 'server/sync/',
    may: [
      'shared/',
      'server/runtime.ts',
      'server/after-turns.ts',
      'server/turns.ts',
      'server/invariant.ts',
      'server/yjs/',
    ],
    packages: noneOf(new RegExp(`${databases.source}|${httpServers.source}`)),
    why: 'a room knows no HTTP, SQL or sign-in: it gets interfaces, so that the simulator can run it',
  },
  {
    of: 'server/storage/',
    may: [
      'shared/',
      'server/runtime.ts',
      'server/after-turns.ts',
      'server/sync/cluster.ts',
      'server/sync/plan-log.ts',
      'server/invariant.ts',
    ],
    packages: noneOf(httpServers),
    why: 'storage implements the interface in sync/plan-log.ts, asserts by server/invariant.ts and knows nothing else of rooms, HTTP or sign-in',
  },
  {
    of: 'server/export/',
    may: ['shared/', 'server/job-pool.ts', 'server/job-runner.ts'],
    packages: noneOf(
      new RegExp(`${databases.source}|${httpServers.source}|^(ws|ioredis|y-protocols)(/|$)`),
    ),
    why: 'an export is made of a format and a PlanContent alone: no storage, HTTP or sync',
  },
  {
    of: 'server/import/',
    may: ['shared/', 'server/job-pool.ts', 'server/job-runner.ts'],
    packages: noneOf(
      new RegExp(`${databases.source}|${httpServers.source}|^(ws|ioredis|y-protocols)(/|$)`),
    ),
    why: 'an import is a file read by a format: no plan, storage, HTTP or sync',
  },
  {
    of: 'server/plans/',
    may: [
      'shared/',
      'server/runtime.ts',
      'server/storage/',
      'server/sync/plan-log.ts',
      'server/sync/plan-rooms.ts',
    ],
    packages: noneOf(httpServers),
    why: 'server/plans is what several callers do with a plan: it knows no request, and of rooms only their interface',
  },
  {
    of: 'server/mail/',
    may: ['shared/', 'server/runtime.ts', 'server/config.ts', 'server/storage/', 'server/plans/'],
    packages: noneOf(/^(hono|@hono\/.*)(\/|$)/),
    why: 'server/mail writes and sends letters beside the requests: it knows no request, sign-in or room',
  },
  {
    of: 'server/resources/',
    may: [
      'shared/',
      'server/runtime.ts',
      'server/storage/',
      'server/plans/',
      'server/mail/',
      'server/auth/',
      'server/export/',
      'server/import/',
      'server/http/',
      'server/sync/plan-log.ts',
      'server/sync/plan-rooms.ts',
      'server/sync/cluster.ts',
    ],
    why: 'a resource is one vertical file: it reaches rooms through their interfaces only and does not know other resources',
  },
  {
    of: 'server/',
    may: ['shared/'],
    packages: noneOf(react),
    why: 'the server never imports the client',
  },
]

describe('the allowed imports', () => {
  for (const zone of zones) {
    it(zone.of, () => {
      const complaints = product
        .filter((file) => file.path.startsWith(zone.of))
        .flatMap((file) =>
          file.imports
            .filter((used) => !isAllowed(zone, used))
            .map((used) => `${file.path} imports ${used.specifier}: ${zone.why}`),
        )
      expect(complaints).toEqual([])
    })
  }

  it('server/resources/ files do not import each other', () => {
    const complaints = product
      .filter((file) => file.path.startsWith('server/resources/'))
      .flatMap((file) =>
        file.imports
          .filter(
            (used) =>
              used.target.startsWith('server/resources/') &&
              used.target !== file.path.replace(/\.ts$/, '-queries.ts'),
          )
          .map(
            (used) =>
              `${file.path} imports ${used.specifier}: a resource may import its own <name>-queries.ts only`,
          ),
      )
    expect(complaints).toEqual([])
  })

  it('server/modules/ files do not import each other', () => {
    const complaints = product
      .filter((file) => file.path.startsWith('server/modules/'))
      .flatMap((file) =>
        file.imports
          .filter(
            ({ target }) =>
              (target.startsWith('server/modules/') && target !== 'server/modules/module.ts') ||
              ['server/compose.ts', 'server/app.ts'].includes(target),
          )
          .map(
            (used) =>
              `${file.path} imports ${used.specifier}: a module gets by name what another one makes`,
          ),
      )
    expect(complaints).toEqual([])
  })

  it('nothing imports tests', () => {
    const complaints = product
      .filter((file) => !file.path.startsWith('tests/'))
      .flatMap((file) =>
        file.imports
          .filter((used) => used.target.startsWith('tests/') || isTest(used.target))
          .map((used) => `${file.path} imports ${used.specifier}: nothing imports tests`),
      )
    expect(complaints).toEqual([])
  })

  it('no path climbs into another top-level folder', () => {
    const complaints = files.flatMap((file) =>
      file.imports
        .filter(
          (used) =>
            used.specifier.startsWith('.') &&
            topFolders.includes(top(used.target)) &&
            top(used.target) !== top(file.path),
        )
        .map(
          (used) =>
            `${file.path} imports ${used.specifier}: write #${used.target}, so that a file can move without its imports changing meaning`,
        ),
    )
    expect(complaints).toEqual([])
  })

  it('no path climbs two folders', () => {
    const complaints = files
      .filter(({ path }) => ['client', 'server', 'shared'].includes(top(path)))
      .flatMap((file) =>
        file.imports
          .filter(({ specifier }) => specifier.startsWith('../../'))
          .map((used) => `${file.path} imports ${used.specifier}: write #${used.target}`),
      )
    expect(complaints).toEqual([])
  })

  it('folders of server/plans and shared import each other one way', () => {
    const folder = (path: string) =>
      /^(?:server\/plans|shared)\/[^/]+(?=\/)/.exec(path)?.[0] ?? null
    const arrows = new Set(
      product.flatMap(({ path, imports }) =>
        imports.map(({ target }) => `${folder(path)} > ${folder(target)}`),
      ),
    )
    const both = [...arrows]
      .map((arrow) => arrow.split(' > ') as [string, string])
      .filter(([from, to]) => from < to && from !== 'null' && to !== 'null')
      .filter(([from, to]) => arrows.has(`${to} > ${from}`))
      .map(([from, to]) => `${from} <-> ${to}: move the shared piece to a folder below both`)
    expect(both).toEqual([])
  })

  it('no import goes round in a circle', () => {
    expect(
      cycles().map(
        (cycle) =>
          `${cycle.join(' -> ')}: files that need each other are one file, or miss a third`,
      ),
    ).toEqual([])
  })
})

describe('writing goes through one door (ADR 0021)', () => {
  /** The files that may begin a transaction, each with the reason why it is no write to a plan. */
  const begins: Readonly<Record<string, string>> = {
    'server/plans/plan-writer.ts': 'the door itself',
    'server/storage/plan-log-sql.ts': "the log's own group commit",
    'server/storage/sqlite-engine.ts': "the log's own group commit, and readings of one moment",
    'server/storage/postgres/postgres-engine.ts': 'readings of one moment',
    'server/storage/account-words.ts': 'copies for a list, beside the accounts',
    'server/auth/sessions.ts': 'sessions that touch no plan',
    'server/plans/notices/rhythm.ts': 'what mail one person wants',
    'server/plans/search/plan-words.ts': 'a copy of what documents say, as the summaries',
    'server/plans/summaries.ts': 'copies for lists, beside the log: they tell nobody anything',
    'server/plans/activity.ts': 'who worked on what, beside the log: it tells nobody anything',
    'server/plans/days/daily-snapshots.ts':
      'how days ended, beside the log: it tells nobody anything',
    'server/plans/files/remove-unused.ts':
      'the files of a plan that was removed, which nobody opens',
    'server/admin/copy-database.ts': 'an empty database that no server has open',
    'server/admin/restore.ts': 'a copy that nobody has open yet',
  }
  const inServer = product.filter(
    ({ path }) => path.startsWith('server/') && !path.includes('/migrations/'),
  )
  const usersOf = (pattern: RegExp) =>
    inServer.filter(({ code }) => pattern.test(code)).map(({ path }) => path)

  it('begins transactions in few places', () => {
    expect(usersOf(/\.transaction\(/).toSorted()).toEqual(Object.keys(begins).toSorted())
  })

  it('locks, appends, tells and revokes in one place', () => {
    const door = 'server/plans/plan-writer.ts'
    const rooms = /^server\/sync\//
    const only = (pattern: RegExp, ...may: string[]) =>
      usersOf(pattern).filter((path) => ![door, ...may].includes(path) && !rooms.test(path))
    expect({
      locks: only(
        /(?<!plan\.)\block(Plans|EveryPlan|Name)\(/,
        'server/storage/lock-plans.ts',
        // Their own transactions, see above.
        'server/auth/sessions.ts',
        'server/plans/activity.ts',
        // The maximum of letters to a person is over all plans.
        'server/plans/notices/queue.ts',
      ),
      appends: only(/\bappendIn\(/, 'server/storage/plan-log-sql.ts'),
      audits: only(
        /\bappendAudit\(/,
        'server/storage/audit-trail.ts',
        'server/storage/plan-log-sql.ts',
      ),
      tells: only(/\bnotifyChanged\(/),
      revokes: only(/\b(rooms|audience)\.revoke\(/),
      knowsTheAudience: only(/\bPlanAudience\b/),
      // A page of the trail begins at its end: this query only reads.
      numbers: only(/\.max\('number'\)/, 'server/plans/audit/audit-pages.ts'),
    }).toEqual({
      locks: [],
      appends: [],
      audits: [],
      tells: [],
      revokes: [],
      knowsTheAudience: [],
      numbers: [],
    })
  })
})

describe('shared is pure', () => {
  const impure: readonly [RegExp, string][] = [
    [
      /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/,
      'the clock is handed in by the caller',
    ],
    [/\bMath\.random\b|\bcrypto\.|\brandomUUID\b/, 'randomness is handed in by the caller'],
    [
      /\bprocess\.|\bsetTimeout\b|\bsetInterval\b|\bfetch\(|\blocalStorage\b|\bwindow\.|\bglobalThis\b/,
      'no Node or browser in shared',
    ],
  ]
  it('uses no clock, randomness, Node or browser', () => {
    const complaints = product
      .filter((file) => file.path.startsWith('shared/'))
      .flatMap((file) =>
        impure.flatMap(([pattern, why]) =>
          pattern.test(file.code)
            ? [`${file.path} uses ${pattern.exec(file.code)?.[0]}: ${why}`]
            : [],
        ),
      )
    expect(complaints).toEqual([])
  })
})

describe('time', () => {
  const clocks = ['server/runtime.ts', 'client/sync/clock.ts']
  const inProduct = product.filter(
    (file) => !file.path.startsWith('tests/') && !clocks.includes(file.path),
  )

  it('comes from a clock that is handed in, so that tests drive it by hand', () => {
    const complaints = inProduct.flatMap(({ path, code }) => {
      const pattern = /^client\/(?!sync\/)/.test(path)
        ? /\bDate\.now\b|\bperformance\.now\b/
        : /\bDate\.now\b|\bperformance\.now\b|\bnew Date\(\s*\)/
      const used = pattern.exec(code)?.[0]
      return used === undefined ? [] : [`${path} uses ${used}: ask a clock`]
    })
    expect(complaints).toEqual([])
  })

  /** Files that compare with stored times, for which the time of day is right. */
  const compared: Readonly<Record<string, string>> = {
    'client/app-update.ts': 'when the page was reloaded, kept over that reload',
    'client/session.ts': 'when a page was left, kept in the browser',
    'client/sync/transport/transport-preference.ts':
      'until when HTTP is preferred, kept over a reload',
    'server/admin/backup.ts': 'when a file was written',
    'server/auth/oidc/provider.ts': 'how far our clock is from that of a library',
    'server/http/node-calls.ts': 'when a server that ended meanwhile asked another one',
    'server/http/shared-rates.ts': 'when another server last counted',
    'server/mail/open-mail.ts': 'when a letter was due',
    'server/mail/outbox.ts': 'how old a letter is',
    'server/modules/copies-module.ts': 'how old a copy is, which a restart does not change',
    'server/plans/activity.ts': 'how old activity is',
    'server/plans/notices/queue.ts': 'how old a letter is',
  }

  it('is measured with a clock that nobody sets (ST3)', () => {
    const measuring = inProduct
      .filter(({ code }) => /\bnow\(\)\s*-(?!-)|-\s*[\w.#]*\bnow\(\)/.test(code))
      .map(({ path }) => path)
    expect(measuring.toSorted()).toEqual(Object.keys(compared).toSorted())
  })
})

describe('files', () => {
  /** Tests that are yet to be split. A file leaves this list when it is short; none is added. */
  const stillLong = ['tests/architecture.test.ts', 'tests/http/access-matrix.test.ts']

  it('are short: 300 lines, tests as well', () => {
    const long = files.flatMap(({ path }) => {
      const lines = readFileSync(join(root, path), 'utf8').split('\n').length - 1
      return lines > 300 ? [{ path, lines }] : []
    })
    const complaints = long
      .filter(({ path, lines }) => lines > (stillLong.includes(path) ? 600 : 300))
      .map(({ path, lines }) => `${path} has ${lines} lines: it probably holds two ideas`)
    expect(complaints).toEqual([])
    const short = stillLong.filter((path) => !long.some((file) => file.path === path))
    expect(short, 'these need no exception any more').toEqual([])
  })

  it('export by name', () => {
    const complaints = files
      .filter((file) => /^export default\b/m.test(file.code))
      .map(
        (file) =>
          `${file.path} has a default export: a name is the same everywhere and can be searched for`,
      )
    expect(complaints).toEqual([])
  })

  it('do not only pass on what others export', () => {
    const complaints = files
      .filter((file) => isBarrel(file.code))
      .map((file) => `${file.path} only re-exports: import from the file itself`)
    expect(complaints).toEqual([])
  })

  it('have a name of their own in server and shared', () => {
    // A resource has one name as contract, routes and rows; kinds are told apart by their folder.
    const sharesName = /^(shared\/api|server\/resources|server\/storage\/tables)\/|\/kinds\//
    const names = product
      .map(({ path }) => path)
      .filter((path) => /^(server|shared)\//.test(path) && !sharesName.test(path))
      .map((path) => path.slice(path.lastIndexOf('/') + 1))
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('have a name that says what is in them', () => {
    const complaints = files
      .filter((file) => /(^|[/.-])(utils?|helpers?|common|misc)([/.-])/.test(file.path))
      .map(
        (file) => `${file.path}: name the file after what it does; such a name collects everything`,
      )
    expect(complaints).toEqual([])
  })
})

it('the rules were applied to something', () => {
  expect(product.length).toBeGreaterThan(20)
  expect(product.reduce((sum, file) => sum + file.imports.length, 0)).toBeGreaterThan(50)
})

/** Client folders from low to high: each may import itself, the folders before it, and the folders that all may use. */
function downward(...folders: readonly string[]): Zone[] {
  const forAll = ['shared/', 'client/*', 'client/text/', 'client/ui/', 'client/sync/']
  return folders.map((of, index) => ({
    of,
    may: [...forAll, ...folders.slice(0, index)],
    why: 'client imports go downward: pages, plan, panels, editor, hooks, sync',
  }))
}

/** Folders of client/sync: each may import the files directly in client/sync and the folders that are named for it. */
function syncFloors(device: string, transport: string, session: string): Zone[] {
  const sync = 'client/sync/'
  const floor = ['shared/', 'client/text/', 'client/api.ts', 'client/sync/*']
  const why =
    'client/sync goes downward: session uses device and transport, which know no session and not each other; what all use lies directly in client/sync'
  const lowest = product.filter(({ path }) => /^client\/sync\/[^/]+$/.test(path))
  return [
    ...lowest.map(({ path }) => ({ of: path, may: floor, why })),
    { of: sync + device, may: floor, why },
    { of: sync + transport, may: floor, why },
    { of: sync + session, may: [...floor, sync + device, sync + transport], why },
  ]
}

function isAllowed(zone: Zone, used: Import): boolean {
  if (!used.isOwn) return zone.packages?.(used.target) ?? true
  if (used.target.startsWith(zone.of)) return true
  return zone.may.some((allowed) => {
    // client/*: a file that lies directly in client, apart from the one that puts everything together.
    if (allowed === 'client/*')
      return /^client\/[^/]+$/.test(used.target) && used.target !== 'client/main.tsx'
    if (allowed === 'client/sync/*') return /^client\/sync\/[^/]+$/.test(used.target)
    return allowed.endsWith('/') ? used.target.startsWith(allowed) : used.target === allowed
  })
}

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .map((path) => {
      const code = withoutComments(readFileSync(join(root, path), 'utf8'))
      return { path, code, imports: importsOf(path, code) }
    })
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

function importsOf(path: string, code: string): Import[] {
  const patterns = [
    /^(?:import|export)\b[^'"]*?\bfrom\s*'([^']+)'/gm,
    /^import\s*'([^']+)'/gm,
    /\bimport\(\s*'([^']+)'/g,
  ]
  const specifiers = patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => match[1] ?? ''),
  )
  return [...new Set(specifiers)].map((specifier) => {
    if (specifier.startsWith('.'))
      return { specifier, target: normalize(join(dirname(path), specifier)), isOwn: true }
    if (specifier.startsWith('#')) return { specifier, target: specifier.slice(1), isOwn: true }
    return { specifier, target: specifier, isOwn: false }
  })
}

function isTest(path: string): boolean {
  return /\.(test|spec|contract)\.tsx?$/.test(path)
}

function top(path: string): string {
  return path.split('/')[0] ?? ''
}

function isBarrel(code: string): boolean {
  const rest = code.replace(
    /^export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'[^']+'/gm,
    '',
  )
  return rest.trim() === '' && code.trim() !== ''
}

/** Depth first; a file that occurs twice on the path closes a circle. */
function cycles(): string[][] {
  const found: string[][] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start !== -1) found.push([...trail.slice(start), path])
    if (start !== -1 || done.has(path)) return
    for (const used of byPath.get(path)?.imports ?? [])
      if (used.isOwn) visit(used.target, [...trail, path])
    done.add(path)
  }
  for (const file of files) visit(file.path, [])
  return found
}

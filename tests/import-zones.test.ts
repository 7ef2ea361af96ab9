import { describe, expect, it } from 'vitest'
import { type Import, product } from './support/source-files.ts'

// The import table of ARCHITECTURE.md, checked on the source text.

interface Zone {
  /** The folder, or one file. */
  of: string
  /** Own folders (ending in /) and files that it may import beside itself. */
  may: readonly string[]
  packages?: (name: string) => boolean
  why: string
}

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

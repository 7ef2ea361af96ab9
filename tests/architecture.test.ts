import { describe, expect, it } from 'vitest'
import { byPath, files, isTest, product, top, topFolders } from './support/source-files.ts'

describe('the allowed imports', () => {
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
    'server/plans/settled-reading.ts':
      'copies of what documents say, beside the log: they tell nobody anything',
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

it('the rules were applied to something', () => {
  expect(product.length).toBeGreaterThan(20)
  expect(product.reduce((sum, file) => sum + file.imports.length, 0)).toBeGreaterThan(50)
})

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

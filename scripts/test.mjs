// npm test: every check and test but the long ones, from a fresh clone. `npm test -- --all`: those too, as CI does.
// The last line is `N passed, N failed`.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ensureBuilt } from './build.mjs'
import { runChecks } from './checks.mjs'
import { ensureChromium, ensureLibreOffice, ensurePoppler, ensurePostgres } from './chromium.mjs'
import { ensureInstalled } from './install.mjs'
import { run, runPackage, say, step } from './run.mjs'

const isAll = process.argv.includes('--all')
// As playwright.config.ts names it.
const playwrightReportOf = (database) =>
  `test-results/playwright${database === undefined ? '' : `-${database}`}.json`

await ensureInstalled()
rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results', { recursive: true })

const chromium = await ensureChromium()
// Without these the tests that open exports in them are skipped.
await ensureLibreOffice()
await ensurePoppler()
const postgres = await ensurePostgres()
const env = {
  ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
  LONG_TESTS: isAll ? '1' : '0',
}
const total = { passed: 0, failed: 0 }
const failed = []

// Before the tests: some start the built server.
const [failedChecks, isBuilt] = await Promise.all([runChecks(), step('build', build())])
total.failed += failedChecks + (isBuilt ? 0 : 1)

// Apart from each other: those that start servers and browsers would wait for the processor, and give up.
// A third one works while others wait for a disk or a mail server.
await vitest('unit tests', ['unit'], ['--maxWorkers=3'])
if (isAll && postgres !== undefined) await onPostgres()
await vitest(
  'process and component tests',
  chromium === undefined ? ['process'] : ['process', 'browser'],
)

if (!isBuilt || chromium === undefined) {
  say('FAILED  browser tests: not run')
  total.failed += 1
} else {
  await browserTests('browser tests', isAll ? [] : ['--grep-invert', '@long'])
  if (isAll && postgres !== undefined)
    await browserTests('browser tests on PostgreSQL', ['--grep', '@smoke'], {
      TEST_DATABASE: 'postgres',
    })
}

// Alone on the machine: what it prints is what someone else has to wait meanwhile.
if (isAll && isBuilt) await attacks()

// Once more at the end, where who only keeps the tail of a long output sees why.
for (const { title, message } of failed) say(`\n${title}\n${firstLines(message)}`)
if (!isAll) say('Left out: tests that are long (`npm test -- --all`).')
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

async function browserTests(name, chosen, environment = {}) {
  const passed = await step(
    name,
    runPackage('@playwright/test/cli.js', ['test', '--pass-with-no-tests', ...chosen], {
      env: { ...env, ...environment },
      timeoutMs: 45 * 60_000,
    }),
  )
  const database = environment.TEST_DATABASE
  add(countPlaywright(read(playwrightReportOf(database))), passed)
}

/**
 * The HTTP tests once more with plans in PostgreSQL. Left out is what does not depend on the database: files that go out and
 * come in, sockets, mail servers and identity providers, limits on time, and what is a file of SQLite.
 */
async function onPostgres() {
  const elsewhere =
    /^(bsn|client-address|exports|imports|large-|long-|mail|oidc|older-backup|operation|organisation-|outbox|passkeys|rates|restored-mail|row-sums|slow-|stream|tampering|text-lengths|versions-kept)/
  const files = readdirSync('tests/http').filter(
    (file) => file.endsWith('.test.ts') && !elsewhere.test(file),
  )
  await vitest(
    'HTTP tests on PostgreSQL',
    ['unit'],
    ['--maxWorkers=3', ...files.map((file) => `tests/http/${file}`)],
    { name: 'postgres', environment: { TEST_DATABASE: 'postgres' } },
  )
}

async function vitest(name, projects, more = [], other = {}) {
  const report = `test-results/vitest-${other.name ?? projects[0]}.json`
  const chosen = projects.flatMap((project) => ['--project', project])
  chosen.push(...more)
  const passed = await step(
    name,
    runPackage(
      'vitest/vitest.mjs',
      [
        'run',
        ...chosen,
        '--passWithNoTests',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      { env: { ...env, ...other.environment } },
    ),
  )
  add(countVitest(read(report)), passed)
}

/** A run that went wrong without a failing test (an unhandled error, a crash, no report) counts as one failure. */
function add({ passed, failures }, runPassed) {
  failed.push(...failures)
  total.passed += passed
  total.failed += runPassed ? failures.length : Math.max(failures.length, 1)
}

function countVitest(report) {
  if (report === undefined) return { passed: 0, failures: [] }
  return {
    passed: report.numPassedTests,
    failures: report.testResults.filter((file) => file.status === 'failed').flatMap(failedTests),
  }
}

/** A file that could not be read has none, and counts as one itself. */
function failedTests(file) {
  const name = relative(process.cwd(), file.name)
  const tests = file.assertionResults.filter((test) => test.status === 'failed')
  return tests.length === 0
    ? [{ title: name, message: file.message }]
    : tests.map((test) => ({
        title: `${name} › ${test.fullName}`,
        message: test.failureMessages[0],
      }))
}

function countPlaywright(report) {
  if (report === undefined) return { passed: 0, failures: [] }
  const errors = report.errors.map((error) => ({ title: 'browser tests', message: error.message }))
  return {
    passed: report.stats.expected + report.stats.flaky,
    failures: [...report.suites.flatMap(failedSpecs), ...errors],
  }
}

function failedSpecs(suite) {
  const own = (suite.specs ?? []).filter((spec) => !spec.ok)
  const message = (spec) => spec.tests[0].results.at(-1)?.errors[0]?.message
  return [
    ...own.map((spec) => ({
      title: `${spec.file}:${spec.line} › ${spec.title}`,
      message: message(spec),
    })),
    ...(suite.suites ?? []).flatMap(failedSpecs),
  ]
}

function firstLines(message = 'no message') {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('node_modules'))
  return lines.slice(0, 12).join('\n').slice(0, 1500)
}

/** Each attack counts as a test; the whole table is shown, since its times are judged by people and not by this. */
async function attacks() {
  const result = await run(process.execPath, ['scripts/attack.mjs', '--least', '3'], {
    quiet: true,
    env,
  })
  const passedAll = await step('attacks', result)
  if (passedAll) say(result.output.trimEnd())
  const [, passed = 0, failures = 1] =
    /^(\d+) passed, (\d+) failed$/m.exec(result.output)?.map(Number) ?? []
  const message = result.output
    .split('\n')
    .filter((line) => line.includes('FAILED'))
    .join('\n')
  add({ passed, failures: new Array(failures).fill({ title: 'attacks', message }) }, passedAll)
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

async function build() {
  const startedAt = Date.now()
  const end = (code, output) => ({ code, output, seconds: (Date.now() - startedAt) / 1000 })
  try {
    await ensureBuilt()
    return end(0, '')
  } catch (error) {
    return end(1, error.message)
  }
}

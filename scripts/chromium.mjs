// Finds the programs that tests need and npm does not bring: Chromium for the browser tests, LibreOffice and Poppler for
// opening exports.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run, say, withLock } from './run.mjs'

/** What keeps a headless Chromium in a container quiet and offline. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The shell first: the same engine without the windows around it, which take as much of a small machine as the pages. */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  return onPath('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome')
}

export function findLibreOffice() {
  return onPath('soffice', 'libreoffice')
}

export function ensureChromium() {
  return ensure({
    name: 'Chromium',
    find: findChromium,
    debianPackage: 'chromium-headless-shell',
    without: 'the browser tests cannot run',
    hint: ', or set CHROMIUM_PATH to a Chromium or Chrome that you have',
  })
}

export function ensureLibreOffice() {
  return ensure({
    name: 'LibreOffice',
    find: findLibreOffice,
    debianPackage: 'libreoffice-writer-nogui libreoffice-calc-nogui',
    without: 'exports are not opened in a word processor',
    hint: '',
  })
}

export function findPoppler() {
  return onPath('pdfinfo')
}

export function ensurePoppler() {
  return ensure({
    name: 'Poppler',
    find: findPoppler,
    debianPackage: 'poppler-utils',
    without: 'PDF files are checked by their maker only',
    hint: '',
  })
}

/** PostgreSQL 15 or newer, which tests start by themselves; undefined without one. */
export function ensurePostgres() {
  return ensure({
    name: 'PostgreSQL',
    find: findPostgres,
    debianPackage: 'postgresql',
    without: 'the tests on PostgreSQL are skipped',
    hint: ', or set POSTGRES_BIN to the folder of initdb',
  })
}

function findPostgres() {
  if (process.env.POSTGRES_BIN !== undefined) return process.env.POSTGRES_BIN
  const packages = '/usr/lib/postgresql'
  const versions = existsSync(packages) ? readdirSync(packages).map(Number) : []
  const newest = Math.max(...versions.filter((version) => version >= 15))
  return Number.isFinite(newest) ? join(packages, String(newest), 'bin') : undefined
}

async function ensure({ name, find, debianPackage, without, hint }) {
  const found = find()
  if (found !== undefined && existsSync(found)) return found
  if (found !== undefined) say(`CHROMIUM_PATH names ${found}, which does not exist.`)
  else if (process.getuid?.() === 0 && onPath('apt-get')) {
    say(`Installing ${name} from the system's packages …`)
    const { code, output } = await withLock('system-packages', async () => {
      await run('apt-get', ['-q', 'update'], { quiet: true })
      return run(
        'apt-get',
        ['-q', 'install', '-y', '--no-install-recommends', ...debianPackage.split(' ')],
        { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } },
      )
    })
    if (code === 0) return find()
    say(output.trimEnd())
  }
  say(
    `${name} is not there, so ${without}. Install it (Debian and Ubuntu: sudo apt-get install ${debianPackage})${hint}.`,
  )
  return undefined
}

function onPath(...programs) {
  for (const program of programs) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, program)
      if (isExecutable(path)) return path
    }
  }
  return undefined
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = await ensureChromium()
  if (path === undefined) process.exit(1)
  console.log(path)
}

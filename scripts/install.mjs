// Installs the npm packages when they are not there or not those of package-lock.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { run, say, withLock } from './run.mjs'

const installedPath = 'node_modules/.package-lock.json'
const abiPath = 'node_modules/.installed-for-abi'

export async function ensureInstalled() {
  if (isInstalled()) return
  await withLock('install', async () => {
    if (isInstalled()) return
    say('Pakketten installeren (eenmalig, een tot twee minuten) …')
    if ((await npm('ci')).code !== 0) {
      say('npm ci lukte niet; nu met npm install, dat package-lock.json laat zoals het is …')
      const { code, output } = await npm('install', '--no-save')
      if (code !== 0) {
        say(output.trimEnd())
        say(
          'De npm-pakketten konden niet worden geïnstalleerd. Controleer het netwerk en de instellingen van npm, en geef dezelfde opdracht opnieuw.',
        )
        process.exit(1)
      }
    }
    writeFileSync(abiPath, process.versions.modules)
  })
}

function npm(...args) {
  // npm hands its settings down to what it starts; a production setting of the caller would leave the build tools out.
  return run(
    'npm',
    [...args, '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    { quiet: true },
  )
}

/**
 * Compares what lies in node_modules with the lock file, by content: dates say too little (a checkout touches files,
 * and npm writes the two in either order).
 */
function isInstalled() {
  if (!existsSync(installedPath)) return false
  // Native packages are compiled for one Node; another major version needs them anew.
  if (existsSync(abiPath) && readFileSync(abiPath, 'utf8') !== process.versions.modules)
    return false
  const wanted = packagesIn('package-lock.json')
  const installed = packagesIn(installedPath)
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || (entry.optional && !installed[path])) continue // for another platform or Node version
    if (installed[path]?.version !== entry.version) return false
  }
  return true
}

function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {}
  } catch {
    return {}
  }
}

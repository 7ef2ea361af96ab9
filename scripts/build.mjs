// Builds what is stale: client -> dist/client, server -> dist/server, formats -> dist/formats.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './install.mjs'
import { runPackage, say, withLock } from './run.mjs'

const parts = {
  client: {
    sources: ['client', 'shared', 'index.html', 'vite.config.ts', 'package-lock.json'],
    build: buildClient,
  },
  server: {
    sources: ['server', 'shared', 'scripts/build.mjs', 'package-lock.json'],
    build: buildServer,
  },
}

/** Programs that the server starts beside itself. */
const processEntries = {
  'file-process': './server/export/file-process.ts',
  'copy-process': './server/copies/copy-process.ts',
}

/** The same alone, for tests that run the server from its source. */
export async function buildProcesses(outdir) {
  const esbuild = await import('esbuild')
  await esbuild.build({ ...serverBundle, entryPoints: processEntries, outdir })
}

/** esbuild settings of the server, also used by `npm run dev`. */
export const serverBundle = {
  entryPoints: {
    main: './server/main.ts',
    admin: './server/admin.ts',
    demo: './server/demo.ts',
    ...processEntries,
  },
  outdir: 'dist/server',
  bundle: true,
  // A command loads what it needs, not what the server needs.
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
}

export async function ensureBuilt(...names) {
  await ensureInstalled()
  const wanted = names.length > 0 ? names : Object.keys(parts)
  if (wanted.every(isFresh)) return
  await withLock('build', async () => {
    for (const name of wanted) {
      if (isFresh(name)) continue
      const startedAt = new Date()
      // One that is broken off leaves no stamp, however new what it left may look.
      rmSync(stampOf(name), { force: true })
      await parts[name].build()
      // Dated at the start: what changes during a build makes it stale again.
      writeFileSync(stampOf(name), '')
      utimesSync(stampOf(name), startedAt, startedAt)
      say(`Gebouwd: ${name}, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
    }
  })
}

async function buildClient() {
  const { code, output } = await runPackage('vite/bin/vite.js', ['build', '--logLevel', 'warn'], {
    quiet: true,
  })
  if (output) say(output.trimEnd())
  if (code !== 0) throw new Error('De client kon niet worden gebouwd.')
}

async function buildServer() {
  const esbuild = await import('esbuild')
  rmSync('dist/server', { recursive: true, force: true })
  try {
    await esbuild.build(serverBundle)
  } catch {
    throw new Error('De server kon niet worden gebouwd.') // esbuild has already said why
  } finally {
    await esbuild.stop()
  }
  copyThreads()
  copyFormats()
}

/** What the server opens as files beside itself: the design of printed pages, and the thread that reads. */
export function copyThreads() {
  const opened = {
    'server/export/pdf/plan.typ': 'dist/server/pdf/plan.typ',
    'server/import/reader': 'dist/server/reader',
  }
  for (const [from, to] of Object.entries(opened)) cpSync(from, to, { recursive: true })
}

export function copyFormats() {
  rmSync('dist/formats', { recursive: true, force: true })
  mkdirSync('dist/formats', { recursive: true })
  cpSync('shared/formats', 'dist/formats', { recursive: true })
}

function stampOf(name) {
  return `dist/${name}.stamp`
}

function isFresh(name) {
  if (!existsSync(stampOf(name)) || !existsSync(`dist/${name}`)) return false
  return Math.max(...parts[name].sources.map(newestMs)) < statSync(stampOf(name)).mtimeMs
}

/** Folders count too: their date changes when a file in them is removed. */
function newestMs(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureBuilt()
  } catch (error) {
    say(error.message)
    process.exit(1)
  }
}

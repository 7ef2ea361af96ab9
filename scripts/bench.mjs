// npm run bench: bundles tests/bench/main.ts and runs it against the built server.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, serverBundle } from './build.mjs'
import { root, say } from './run.mjs'

const entry = './tests/bench/main.ts'
if (!existsSync(entry)) {
  say(`There is no benchmark to run: ${entry} is not there.`)
  process.exit(1)
}
await ensureBuilt()
const esbuild = await import('esbuild')
await esbuild.build({ ...serverBundle, entryPoints: { bench: entry }, outdir: '.cache' })
await esbuild.stop()
process.setSourceMapsEnabled(true)
await import(pathToFileURL(`${root}.cache/bench.js`).href)

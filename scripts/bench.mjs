// npm run bench: bundles the benchmark, its servers and its load, and runs it against the built server.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, serverBundle } from './build.mjs'
import { root, say } from './run.mjs'

const folder = './tests/bench'
// The main part lies directly in .cache: it takes in scripts/run.mjs, which looks for the repository one folder up.
const servers = ['probe', 'relay', 'batching-relay', 'y-websocket-server', 'hocuspocus'].map(
  (name) => [`bench/${name}`, `${folder}/servers/${name}.ts`],
)
const entryPoints = {
  bench: `${folder}/main.ts`,
  'bench/load': `${folder}/load/main.ts`,
  ...Object.fromEntries(servers),
}
if (!existsSync(`${folder}/main.ts`)) {
  say(`There is no benchmark to run: ${folder}/main.ts is not there.`)
  process.exit(1)
}
await ensureBuilt()
const esbuild = await import('esbuild')
await esbuild.build({ ...serverBundle, entryPoints, outdir: '.cache' })
await esbuild.stop()
process.setSourceMapsEnabled(true)
await import(pathToFileURL(`${root}.cache/bench.js`).href)

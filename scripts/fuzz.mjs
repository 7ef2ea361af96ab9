// npm run test:fuzz: bundles tests/fuzz/main.ts and runs it on plain Node, faster than inside the test runner.
import { pathToFileURL } from 'node:url'
import { serverBundle } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { root } from './run.mjs'

await ensureInstalled()
const esbuild = await import('esbuild')
await esbuild.build({
  ...serverBundle,
  entryPoints: { fuzz: './tests/fuzz/main.ts' },
  outdir: '.cache',
})
await esbuild.stop()
process.setSourceMapsEnabled(true)
await import(pathToFileURL(`${root}.cache/fuzz.js`).href)

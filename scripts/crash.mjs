// npm run test:crash: bundles tests/crash/main.ts and runs it against the built server.
import { pathToFileURL } from 'node:url'
import { ensureBuilt, serverBundle } from './build.mjs'
import { root } from './run.mjs'

await ensureBuilt('server')
const esbuild = await import('esbuild')
await esbuild.build({
  ...serverBundle,
  entryPoints: { crash: './tests/crash/main.ts' },
  outdir: '.cache',
})
await esbuild.stop()
process.setSourceMapsEnabled(true)
await import(pathToFileURL(`${root}.cache/crash.js`).href)

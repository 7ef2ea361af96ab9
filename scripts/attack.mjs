// npm run test:attack: bundles tests/attack/main.ts and plays it against the built server.
import { pathToFileURL } from 'node:url'
import { ensureBuilt, serverBundle } from './build.mjs'
import { root } from './run.mjs'

await ensureBuilt('server')
const esbuild = await import('esbuild')
await esbuild.build({
  ...serverBundle,
  entryPoints: {
    main: './tests/attack/main.ts',
    bystander: './tests/attack/bystander.ts',
    'turn-probe': './tests/attack/turn-probe.ts',
  },
  outdir: '.cache/attack',
})
await esbuild.stop()
process.setSourceMapsEnabled(true)
await import(pathToFileURL(`${root}.cache/attack/main.js`).href)

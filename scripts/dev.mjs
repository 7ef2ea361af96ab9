// npm run dev: rebuilds and restarts the server on a change, and serves the client through vite with hot reload.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { copyFormats, copyThreads, serverBundle } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { say } from './run.mjs'

await ensureInstalled()
const esbuild = await import('esbuild')
const { createServer } = await import('vite')

const vite = await createServer()
await vite.listen()
const url = vite.resolvedUrls.local[0].replace(/\/$/, '')

let server
let restarting = Promise.resolve()

// One restart at a time, after one another: the old server has let go of the port and the database before the new one starts.
function restart() {
  restarting = restarting.then(async () => {
    await stop()
    server = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.js'], {
      stdio: 'inherit',
      env: { PUBLIC_URL: url, ...process.env },
    })
  })
}

async function stop() {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}

const restartAfterBuild = {
  name: 'restart-server',
  setup(build) {
    build.onEnd(({ errors }) => {
      if (errors.length === 0) restart()
    })
  },
}

copyThreads()
copyFormats()
watch('shared/formats', () => {
  copyFormats()
  restart()
})
const context = await esbuild.context({ ...serverBundle, plugins: [restartAfterBuild] })
await context.watch()
say(`\n  Wijktafel for development: ${url}\n`)

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (isStopping) return
    isStopping = true
    await context.dispose()
    await restarting
    await stop()
    await vite.close()
    process.exit(0)
  })
}

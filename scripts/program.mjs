// Builds what is stale and then becomes the program: no child process between the caller and the server, so signals,
// exit code and stdin need no forwarding.
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { root, say } from './run.mjs'

export async function startProgram(name, ...parts) {
  try {
    await ensureBuilt(...parts)
  } catch (error) {
    say(error.message)
    process.exit(1)
  }
  process.setSourceMapsEnabled(true)
  process.argv[1] = `${root}dist/server/${name}.js`
  await import(pathToFileURL(process.argv[1]).href)
}

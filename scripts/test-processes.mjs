// Set-up of the unit tests (vitest.config.ts): they run the server from its source, and what that starts beside itself from here.
import { buildProcesses } from './build.mjs'

const outdir = '.cache/processes'

/** Before the tests, and again when a file changes while they are watched. */
export async function setup(project) {
  await buildProcesses(outdir)
  project.onTestsRerun(() => buildProcesses(outdir))
}

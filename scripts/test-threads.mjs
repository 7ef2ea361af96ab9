// Set-up of the unit tests (vitest.config.ts): they run the server from its source, and its threads from here.
import { buildThreads } from './build.mjs'

const outdir = '.cache/threads'

/** Before the tests, and again when a file changes while they are watched. */
export async function setup(project) {
  await buildThreads(outdir)
  project.onTestsRerun(() => buildThreads(outdir))
}

import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresFolder: string
  }
}

/**
 * Set-up of a run: a folder in which the first test that asks for it starts a PostgreSQL server, and the end of that
 * server, by its process id. A worker may end without a word; this process does not.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'wijktafel-postgres-'))
  // The server may run as another user, who needs access to its own folder in it.
  await chmod(folder, 0o711)
  project.provide('postgresFolder', folder)
  return async () => {
    const pidFile = join(folder, 'server', 'data', 'postmaster.pid')
    const pid = existsSync(pidFile) ? Number.parseInt(await readFile(pidFile, 'utf8'), 10) : null
    if (pid !== null) {
      // SIGQUIT: at once, without a checkpoint; its data is discarded.
      process.kill(pid, 'SIGQUIT')
      while (existsSync(pidFile) && isRunning(pid))
        await new Promise((ready) => setTimeout(ready, 20))
    }
    await rm(folder, { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { stopIn } from './postgres-process.ts'

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
  return () => stopIn(folder)
}

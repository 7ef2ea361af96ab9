import { execFile } from 'node:child_process'
import { planValues } from '#shared/plan/layout.ts'
import { ApiClient } from './api-client.ts'
import type { ServerProcess } from './server-process.ts'
import type { SyncClient } from './sync-client.ts'

/** Commands of an operator on an installation of the test. */

export const values = {
  wijk: 'Kraaienveen',
  team: 'Team',
  periodFrom: '2026-01-01',
  periodTo: '2026-12-31',
}
export const first = 'coordinator@wijktafel.invalid'

type Ended = { code: number; stdout: string; stderr: string }

/** `npm run -s admin -- …` as its script runs it; `limit` is the largest file it may write, in blocks of 512 bytes. */
export function admin(dataDir: string, args: readonly string[], limit?: number): Promise<Ended> {
  const command = [process.execPath, 'scripts/admin.mjs', ...args]
  const shell = [
    'sh',
    '-c',
    `${limit === undefined ? '' : `ulimit -f ${limit}; `}exec "$@"`,
    'sh',
    ...command,
  ]
  return new Promise((resolve) => {
    execFile(
      shell[0] ?? '',
      shell.slice(1),
      { env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir } },
      (error, stdout, stderr) => {
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1,
          stdout,
          stderr,
        })
      },
    )
  })
}

export async function signInAt(
  server: ServerProcess,
  dataDir: string,
  email: string,
): Promise<ApiClient> {
  const { stdout } = await admin(dataDir, ['link', '--email', email, '--name', 'Coördinator'])
  return new ApiClient(server.url).signIn(stdout.trim())
}

export async function setValue(client: SyncClient, name: string, value: string): Promise<void> {
  planValues(client.doc).set(name, value)
  const sent = client.sent
  await client.until(() => client.acked >= sent, 'saved')
}

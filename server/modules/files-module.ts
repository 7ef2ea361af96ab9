import { createRateLimit } from '#server/http/rate-limit.ts'
import { createFileCleaner } from '#server/import/file-cleaner.ts'
import { createFileRemoval } from '#server/plans/files/remove-unused.ts'
import { type FilesDependencies, mountFiles } from '#server/resources/files.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import type { Module } from './module.ts'

/** Pictures in texts and attachments at places. */
export function filesModule({
  logger,
  ...needs
}: Omit<FilesDependencies, 'cleaner' | 'limit'> & { clock: Clock; logger: Logger }): Module {
  const { db, writer, clock } = needs
  const cleaner = createFileCleaner()
  const limit = createRateLimit({ clock, limit: 'uploadsPerPerson' })
  return {
    routes(router) {
      mountFiles(router, { ...needs, cleaner, limit })
    },
    background: [
      {
        name: 'unused files',
        everyMs: 10 * 60_000,
        run: createFileRemoval({ db, writer, clock, logger }),
      },
    ],
    close: () => cleaner.close(),
  }
}

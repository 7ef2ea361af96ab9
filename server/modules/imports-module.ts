import { createRateLimit } from '#server/http/rate-limit.ts'
import { createFileReader } from '#server/import/file-reader.ts'
import { createImporter } from '#server/import/importer.ts'
import { type ImportsDependencies, mountImports } from '#server/resources/imports.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Module } from './module.ts'

/** Uploaded files, read as proposed changes. */
export function importsModule({
  clock,
  ids,
  ...needs
}: Omit<ImportsDependencies, 'importer' | 'limit'> & { clock: Clock; ids: Ids }): Module {
  const importer = createImporter(createFileReader(), ids.next)
  const limit = createRateLimit({ clock, limit: 'importsPerPerson' })
  return {
    routes(router) {
      mountImports(router, { ...needs, importer, limit })
    },
    close: () => importer.close(),
  }
}

import { Gauge, type Registry } from 'prom-client'
import { createFileMaker, type FileMaker } from '#server/export/file-maker.ts'
import { createRateLimit, type RateLimit } from '#server/http/rate-limit.ts'
import { createExportSource } from '#server/plans/export-source.ts'
import { mountAudit } from '#server/resources/audit.ts'
import { type ExportsDependencies, mountExports } from '#server/resources/exports.ts'
import type { Logger } from '#server/runtime.ts'
import type { Module } from './module.ts'

type Needs = Omit<ExportsDependencies, 'files' | 'limit' | 'readSource'> & {
  processesFolder: string
  /** For tests: null for a machine that can't print. */
  pdfCompiler?: null | undefined
  registry: Registry
  logger: Logger
}

/** Downloads: of a plan, and of its trail. `limit` is shared by all exports. */
export function exportsModule({
  processesFolder,
  pdfCompiler,
  registry,
  logger,
  ...needs
}: Needs): Module & { files: FileMaker; limit: RateLimit } {
  const { db, reading, formats, clock } = needs
  const limit = createRateLimit({ clock, limit: 'exportsPerPerson' })
  const files = createFileMaker({
    processesFolder,
    ...(pdfCompiler === undefined ? {} : { compiler: pdfCompiler }),
    onProblem: (reason) => logger.warn({ reason }, 'A file was exported with a problem'),
  })
  new Gauge({
    name: 'wijktafel_files_making',
    help: 'Files that are being made now',
    registers: [registry],
    collect() {
      this.set(files.busy())
    },
  })
  return {
    files,
    limit,
    routes(router) {
      const readSource = createExportSource({ db, reading, formats })
      mountExports(router, { ...needs, readSource, files, limit })
      mountAudit(router, { db, formats, clock, limit })
    },
    close: () => files.close(),
  }
}

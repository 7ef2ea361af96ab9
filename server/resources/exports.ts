import type { ExportWriter } from '#server/export/export.ts'
import { exportFileName } from '#server/export/file-name.ts'
import type { RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/route.ts'
import type { ReadExportSource } from '#server/plans/export-source.ts'
import type { Clock } from '#server/runtime.ts'
import { exportEndpoints } from '#shared/api/exports.ts'
import { AppError } from '#shared/errors.ts'

export type ExportsDependencies = { readSource: ReadExportSource; writer: ExportWriter; clock: Clock /** Making a file takes a processor a second: nobody keeps it busy alone. */; limit: RateLimit }

export function mountExports(router: Router, { readSource, writer, clock, limit }: ExportsDependencies): void {
  for (const { kind, endpoint } of exportEndpoints)
    router.member(endpoint, async ({ planId, actor, query }) => {
      if (!limit.take(actor.userId)) throw new AppError('too-many')
      const { content, format, title, status, version } = await readSource(planId, { minSeq: query.minSeq })
      const options = { guidance: query.guidance, untouchedPresets: query.presets, title, status, generatedAt: new Date(clock.now()).toISOString(), seq: content.seq }
      const bytes = await writer.write(kind, { content, format, options, archive: query.archive, table: query.table })
      return { fileName: exportFileName(content, { version, kind }), bytes }
    })
}

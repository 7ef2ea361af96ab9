import type { ArchiveFile } from '#server/export/archive.ts'
import { writeCommentsCsv } from '#server/export/comments-csv.ts'
import type { ExportWriter } from '#server/export/export.ts'
import { exportFileName } from '#server/export/file-name.ts'
import type { RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/route.ts'
import { readThreads, seesComments } from '#server/plans/comments/read-threads.ts'
import type { ExportSource, ReadExportSource } from '#server/plans/export-source.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { exportEndpoints } from '#shared/api/exports.ts'
import { AppError } from '#shared/errors.ts'

export type ExportsDependencies = {
  db: Storage
  readSource: ReadExportSource
  writer: ExportWriter
  clock: Clock /** Making a file takes a processor a second: nobody keeps it busy alone. */
  limit: RateLimit
}

export function mountExports(router: Router, { db, readSource, writer, clock, limit }: ExportsDependencies): void {
  for (const { kind, endpoint } of exportEndpoints)
    router.member(endpoint, async ({ planId, actor, membership, query }) => {
      if (!limit.take(actor.userId)) throw new AppError('too-many')
      const { content, format, title, status, version } = await readSource(planId, { minSeq: query.minSeq })
      const options = { guidance: query.guidance, untouchedPresets: query.presets, title, status, generatedAt: new Date(clock.now()).toISOString(), seq: content.seq }
      const attachments = kind === 'zip' && !query.public && (await seesComments(db, planId, membership.role)) ? [await commentsFile(planId, actor.userId, { content, format })] : []
      const bytes = await writer.write(kind, { content, format, options, isPublic: query.public, archive: query.archive, table: query.table, attachments })
      return { fileName: exportFileName(content, { version, kind, isPublic: query.public }), bytes }
    })

  async function commentsFile(planId: string, userId: string, { content, format }: Pick<ExportSource, 'content' | 'format'>): Promise<ArchiveFile> {
    const threads = await readThreads(db, { planId, userId })
    return { name: 'reacties.csv', bytes: writeCommentsCsv({ threads, content, format }) }
  }
}

import type { ArchiveFile } from '#server/export/archive.ts'
import { joined } from '#server/export/attachment.ts'
import { archivedName, writeAttachmentsCsv } from '#server/export/attachments-csv.ts'
import { writeAuditCsv } from '#server/export/audit-csv.ts'
import { writeCommentsCsv } from '#server/export/comments-csv.ts'
import type { ChangesSince } from '#server/export/document/document-changes.ts'
import type { FileMaker } from '#server/export/file-maker.ts'
import { exportFileName } from '#server/export/file-name.ts'
import type { RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import { auditPages } from '#server/plans/audit/audit-pages.ts'
import { mustSeeComments, seesComments } from '#server/plans/comment-access.ts'
import { readCommentedPlan } from '#server/plans/comments/commented-plan.ts'
import { threadPages } from '#server/plans/comments/thread-pages.ts'
import type { ExportSource, ReadExportSource } from '#server/plans/export-source.ts'
import { readBody } from '#server/plans/files/plan-files.ts'
import { attachmentsOf } from '#server/plans/files/read-attachments.ts'
import { readPictures } from '#server/plans/files/read-pictures.ts'
import { readPersons } from '#server/plans/person-links.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { mustHaveNoBsnWaiting } from '#server/plans/readiness/bsn-waiting.ts'
import { findVersionOf, readVersionContent } from '#server/plans/versions/read-versions.ts'
import type { Clock } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { can, type Role } from '#shared/access.ts'
import { exportEndpoints, listExportKinds } from '#shared/api/exports.ts'
import { AppError } from '#shared/errors.ts'
import { formatOf, printsForm } from '#shared/export-formats.ts'
import { calculationName } from '#shared/format/calculation-tables.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'

export type ExportsDependencies = {
  db: Storage
  reading: PlanReading
  formats: Formats
  readSource: ReadExportSource
  files: FileMaker
  turns: PlanTurns
  clock: Clock
  publicUrl: string
  /** Making a file takes a second of processor time, so it is limited per user. */
  limit: RateLimit
}

export function mountExports(
  router: Router,
  { db, reading, formats, readSource, files, clock, limit, publicUrl, turns }: ExportsDependencies,
): void {
  router.signedIn(listExportKinds, async () => ({ kinds: [...files.kinds] }))

  for (const { kind, endpoint } of exportEndpoints)
    router.member(endpoint, async ({ planId, actor, membership, query, signal }) => {
      limit.mustTake(actor.userId)
      const { role, parts } = membership
      // Comments exist for the current plan, not for a version.
      const isCommented =
        formatOf(kind).options.includes('comments') && query.comments && query.version === undefined
      if (isCommented) await mustSeeComments(db, planId, role)
      const { content, format, title, status, version, signSheet, plan } = await readSource(
        planId,
        { minSeq: query.minSeq, versionId: query.version, parts },
      )
      if (query.public)
        await mustHaveNoBsnWaiting(
          { db, turns },
          { planId, userId: actor.userId },
          { content, format },
        )
      const since =
        query.since === undefined || !printsForm(kind)
          ? undefined
          : await earlier(planId, query.since, parts)
      // Comments at the same state as the text, so that no comment stands beside later words.
      const comments = isCommented
        ? await readCommentedPlan(
            { db, reading },
            { plan, minSeq: content.seq, userId: actor.userId, parts },
          )
        : null
      const options = {
        guidance: query.guidance,
        formOnly: query.formOnly,
        running: query.running,
        untouchedPresets: query.presets,
        title,
        status,
        generatedAt: new Date(clock.now()).toISOString(),
        seq: content.seq,
        version,
        ...agreement(signSheet),
        ...(since === undefined ? {} : { since }),
        ...(comments === null
          ? {}
          : { comments: { threads: comments.threads, words: comments.words } }),
      }
      const attachments =
        formatOf(kind).holdsBesides && !query.public
          ? await besides({ planId, userId: actor.userId, role, parts }, { content, format })
          : []
      const shown = comments?.content ?? content
      const table = formatOf(kind).options.includes('table') ? query.table : undefined
      const list = table === undefined ? undefined : tableOf(format, table)
      const bytes = await files.write(
        kind,
        {
          content: shown,
          format,
          options,
          isPublic: query.public,
          archive: query.archive,
          table,
          pictures: formatOf(kind).holdsPictures ? await readPictures(db, planId, shown) : [],
          attachments,
        },
        { person: actor.userId, signal },
      )
      return {
        fileName: exportFileName(content, format, {
          version,
          kind,
          isPublic: query.public,
          ...(list === undefined ? {} : { list: calculationName(list) }),
        }),
        bytes,
      }
    })

  async function earlier(planId: string, versionId: string, parts: Parts): Promise<ChangesSince> {
    if (parts !== null) throw new AppError('parts-only')
    const { number, name } = await findVersionOf(db, planId, versionId)
    return { name: `versie ${number} (${name})`, content: await readVersionContent(db, versionId) }
  }

  /** The page on which anyone verifies a document by its code. */
  function agreement(signSheet: ExportSource['signSheet']) {
    if (signSheet === null) return {}
    const { code, signatures } = signSheet
    return {
      signatures,
      verification: { code, url: `${publicUrl}/controle?code=${encodeURIComponent(code)}` },
    }
  }

  /** The other contents of an archive, as far as this user may read them. */
  async function besides(
    { role, ...asked }: { planId: string; userId: string; role: Role; parts: Parts },
    { content, format }: Pick<ExportSource, 'content' | 'format'>,
  ): Promise<ArchiveFile[]> {
    const files: ArchiveFile[] = []
    if (await seesComments(db, asked.planId, role))
      files.push({
        name: 'reacties.csv',
        bytes: await joined(
          writeCommentsCsv({
            pages: threadPages(db, asked, { content, format, whole: format, parts: asked.parts }),
            content,
            format,
            persons: await readPersons(db, asked.planId),
          }),
        ),
      })
    if (can(role, 'manage'))
      files.push({
        name: 'logboek.csv',
        bytes: await joined(writeAuditCsv(auditPages({ db, formats }, asked.planId))),
      })
    files.push(...(await attached(asked.planId)))
    return files
  }

  /** All of them fit in an archive (limit `attachmentBytesPerPlan`). */
  async function attached(planId: string): Promise<ArchiveFile[]> {
    const attachments = await attachmentsOf({ db, reading }, planId, null)
    if (attachments.length === 0) return []
    const files = [{ name: 'bijlagen.csv', bytes: writeAttachmentsCsv(attachments) }]
    for (const [index, attachment] of attachments.entries())
      files.push({
        name: archivedName(index, attachment),
        bytes: await readBody(db, { plan_id: planId, sha256: attachment.sha256 }),
      })
    return files
  }
}

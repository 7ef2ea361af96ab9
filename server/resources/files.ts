import { createHash } from 'node:crypto'
import type { Membership } from '#server/auth/guard.ts'
import type { RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import type { FileCleaner } from '#server/import/file-cleaner.ts'
import { fileAnswer } from '#server/plans/files/file-answer.ts'
import {
  findFile,
  type PlanFileRow,
  removeFile,
  storeFile,
} from '#server/plans/files/plan-files.ts'
import { attachmentsOf } from '#server/plans/files/read-attachments.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Storage } from '#server/storage/tables.ts'
import {
  addAttachment,
  addFile,
  getFile,
  listAttachments,
  removeAttachment,
  type StoredFile,
} from '#shared/api/files.ts'
import { shownTargets } from '#shared/comments/shown-targets.ts'
import { checkTarget } from '#shared/comments/target.ts'
import { AppError } from '#shared/errors.ts'
import { attachmentName } from '#shared/files/attachment-name.ts'
import { fileIdOf } from '#shared/files/file-id.ts'
import { fileKinds, isPictureKind } from '#shared/files/file-kinds.ts'
import type { Target } from '#shared/plan/content.ts'
import { picturesOfPlan } from '#shared/plan/plan-pictures.ts'

export type FilesDependencies = {
  db: Storage
  writer: PlanWriter
  reading: PlanReading
  cleaner: FileCleaner
  clock: Clock
  ids: Ids
  /** Cleaning takes up to a second of processor time, so it is limited per user. */
  limit: RateLimit
}

/** Pictures in texts and attachments at places (ADR 0027). */
export function mountFiles(router: Router, given: FilesDependencies): void {
  const { db, reading, cleaner, ids, limit, writer } = given

  router.member(addFile, async ({ planId, actor, query, file, signal }) => {
    limit.mustTake(actor.userId)
    const clean = await cleaner.clean(file, { person: actor.userId, signal })
    if (!isPictureKind(clean.kind)) throw new AppError('upload-no-picture')
    return described(await store({ planId, userId: actor.userId, localId: query.id, clean }, null))
  })

  router.member(addAttachment, async ({ planId, actor, query, file, fileName, signal }) => {
    limit.mustTake(actor.userId)
    const { id: localId, ...place } = query
    const target = await findTarget(planId, place)
    const clean = await cleaner.clean(file, { person: actor.userId, signal })
    const attached = {
      name: attachmentName(fileName, clean.kind),
      place: JSON.stringify(target),
    }
    return described(await store({ planId, userId: actor.userId, localId, clean }, attached))
  })

  router.member(removeAttachment, async ({ planId, actor, params }) => {
    await removeFile(given, { planId, userId: actor.userId, fileId: params.fileId })
    return {}
  })

  router.member(listAttachments, async ({ planId, membership }) => ({
    attachments: await attachmentsOf(given, planId, membership.parts),
  }))

  router.file(getFile, async ({ planId, fileId, actor, membership }) => {
    const row = await findFile(db, { planId, fileId })
    // The same answer for a file of a part that the user may not see: its existence is not revealed.
    if (row === null || !(await isShown(row, membership))) throw new AppError('file-not-found')
    if (row.name !== null)
      await writer.writePlan(planId, actor.userId, (_tx, plan) =>
        plan.audit({
          action: `GET ${getFile.path}`,
          object: `fileId=${fileId}`,
          result: 'ok',
        }),
      )
    return fileAnswer(db, row)
  })

  async function store(
    {
      planId,
      userId,
      localId = ids.next(),
      clean,
    }: {
      planId: string
      userId: string
      localId: string | undefined
      clean: Awaited<ReturnType<FileCleaner['clean']>>
    },
    attached: { name: string; place: string } | null,
  ): Promise<PlanFileRow> {
    const sha256 = createHash('sha256').update(clean.bytes).digest('hex')
    const file = { ...clean, id: fileIdOf(planId, localId), sha256, attached }
    return storeFile(given, { planId, userId, file })
  }

  async function findTarget(planId: string, target: Target): Promise<Target> {
    const plan = await findPlan(db, planId)
    const { content, format } = await reading.content(plan, plan.seq)
    const checked = checkTarget(target, format, (table, row) =>
      (content.tables[table] ?? []).some((one) => one.id === row),
    )
    if (checked.kind === 'found') return checked.target
    throw new AppError(checked.kind === 'gone' ? 'target-gone' : 'target-unknown')
  }

  async function isShown(row: PlanFileRow, { parts }: Membership): Promise<boolean> {
    if (parts === null) return true
    const plan = await findPlan(db, row.plan_id)
    const { content, whole } = await reading.content(plan, plan.seq, parts)
    return row.place === null
      ? picturesOfPlan(content).has(row.id)
      : shownTargets(whole, parts)(JSON.parse(row.place))
  }
}

function described({ id, name, kind, size, sha256, width, height }: PlanFileRow): StoredFile {
  const { mediaType: type } = fileKinds[kind]
  return { id, name, kind, type, bytes: Number(size), sha256, width, height }
}

import { buildDocument } from '#server/export/document/document.ts'
import { readPageContent } from '#server/export/read-page.ts'
import type { FailedTokens } from '#server/http/failed-tokens.ts'
import type { Router } from '#server/http/router.ts'
import {
  endOf,
  isRunning,
  lastConsultation,
  mustRun,
} from '#server/plans/consultation/read-consultation.ts'
import { fileAnswer, showsPicture } from '#server/plans/files/file-answer.ts'
import { findFile } from '#server/plans/files/plan-files.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import { can } from '#shared/access.ts'
import { planStatusLabels } from '#shared/agreement/status.ts'
import {
  createReadLink,
  listReadLinks,
  readByLink,
  readPicture,
  revokeReadLink,
} from '#shared/api/read-links.ts'
import { AppError } from '#shared/errors.ts'
import { type PlanContent, PlanContentSchema } from '#shared/plan/content.ts'
import { summarize } from '#shared/plan/summary.ts'

export type ReadLinksDependencies = {
  db: Storage
  writer: PlanWriter
  formats: Formats
  failedTokens: FailedTokens
  clock: Clock
  ids: Ids
  publicUrl: string
}

/**
 * Reading without an account. A link gives the presented text and nothing later: no comments, no
 * members, no live plan. So strangers never open a plan on the server.
 */
export function mountReadLinks(
  router: Router,
  { db, writer, formats, failedTokens, clock, ids, publicUrl }: ReadLinksDependencies,
): void {
  router.member(listReadLinks, async ({ planId, actor, membership }) => {
    const consultation = await lastConsultation(db, planId)
    if (consultation === undefined || !isRunning(consultation, clock.now())) return { links: [] }
    const rows = await db
      .selectFrom('read_links')
      .innerJoin('user', 'user.id', 'read_links.created_by')
      .where('read_links.consultation_id', '=', consultation.id)
      .where('read_links.revoked_at', 'is', null)
      .select([
        'read_links.id',
        'read_links.name',
        'read_links.created_by',
        'read_links.created_at',
        'user.name as maker',
      ])
      .orderBy('read_links.created_at')
      .orderBy('read_links.id')
      .execute()
    const canRevokeAll = can(membership.role, 'manage')
    return {
      links: rows.map((row) => ({
        id: row.id,
        label: row.name,
        createdBy: { id: row.created_by, name: row.maker },
        createdAt: iso(row.created_at),
        canRevoke: canRevokeAll || row.created_by === actor.userId,
      })),
    }
  })

  router.member(createReadLink, async ({ planId, actor, body }) => {
    const token = ids.secret()
    const id = ids.next()
    const now = clock.now()
    const deadline = await writer.writePlan(planId, actor.userId, async (tx, plan) => {
      await plan.append({ type: 'consultation.changed', change: 'read-link-made' })
      const consultation = await mustRun(tx, planId, now)
      await mustHaveRoom(tx, 'openReadLinks', { id: consultation.id, now })
      await tx
        .insertInto('read_links')
        .values({
          id,
          consultation_id: consultation.id,
          token_hash: hashOfToken(token),
          name: body.label,
          created_by: actor.userId,
          created_at: now,
          revoked_at: null,
        })
        .execute()
      return consultation.deadline
    })
    return { id, url: `${publicUrl}/lezen?token=${token}`, expiresAt: iso(deadline) }
  })

  router.member(revokeReadLink, async ({ planId, params, actor, membership }) => {
    await writer.writePlan(planId, actor.userId, async (tx, plan) => {
      await plan.append({ type: 'consultation.changed', change: 'read-link-withdrawn' })
      const link = await tx
        .selectFrom('read_links')
        .innerJoin('consultations', 'consultations.id', 'read_links.consultation_id')
        .where('read_links.id', '=', params.linkId)
        .where('consultations.plan_id', '=', planId)
        .select(['read_links.id', 'read_links.created_by'])
        .executeTakeFirst()
      if (link === undefined) throw new AppError('not-found')
      if (link.created_by !== actor.userId && !can(membership.role, 'manage'))
        throw new AppError('not-yours')
      await tx
        .updateTable('read_links')
        .set({ revoked_at: clock.now() })
        .where('id', '=', link.id)
        .where('revoked_at', 'is', null)
        .execute()
    })
    return {}
  })

  router.open(readByLink, async ({ params }) => {
    const { page, opened } = await pageOf(params.token)
    return { ...page, asOf: iso(opened.opened_at), expiresAt: iso(endOf(opened)) }
  })

  router.open(readPicture, async ({ params: { token, fileId } }) => {
    const { page, opened } = await pageOf(token)
    const row = showsPicture(page.blocks, fileId)
      ? await findFile(db, { planId: opened.planId, fileId })
      : null
    if (row === null) throw new AppError('file-not-found')
    return fileAnswer(db, row)
  })

  /** Rejects with `read-link-invalid`. */
  async function pageOf(token: string) {
    const found = await db
      .selectFrom('read_links')
      .innerJoin('consultations', 'consultations.id', 'read_links.consultation_id')
      .innerJoin('plans', 'plans.id', 'consultations.plan_id')
      .where('read_links.token_hash', '=', hashOfToken(token))
      .where('plans.deleted_at', 'is', null)
      .select([
        'plans.id as planId',
        'read_links.revoked_at',
        'consultations.opened_at',
        'consultations.deadline',
        'consultations.closed_at',
        'consultations.content',
        'plans.format_id',
        'plans.format_version',
      ])
      .executeTakeFirst()
    // Only guesses count: the holder of an expired link may open it again without limit.
    if (found === undefined) throw await failedTokens.refusal('read', 'read-link-invalid')
    if (found.revoked_at !== null || clock.now() >= endOf(found))
      throw new AppError('read-link-invalid')
    const format = formats.find(found.format_id, found.format_version)
    if (format === null) throw new AppError('plan-unreadable')
    const content: PlanContent = PlanContentSchema.parse(JSON.parse(found.content))
    const tree = buildDocument(content, format, {
      guidance: false,
      untouchedPresets: false,
      title: summarize(content, format).title,
      status: planStatusLabels.consultation,
      generatedAt: iso(found.opened_at),
      seq: content.seq,
    })
    return { page: readPageContent(tree), opened: found }
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

import type { FileMaker } from '#server/export/file-maker.ts'
import type { FailedTokens } from '#server/http/failed-tokens.ts'
import type { Router } from '#server/http/router.ts'
import { type AdoptedVersion, lastAdopted } from '#server/plans/agreement/adopted-version.ts'
import { fileAnswer, showsPicture } from '#server/plans/files/file-answer.ts'
import { findFile } from '#server/plans/files/plan-files.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import { mustHaveNoBsnWaiting } from '#server/plans/readiness/bsn-waiting.ts'
import { createSharedReads } from '#server/plans/shared-reads.ts'
import { findVersionOf, readVersionContent } from '#server/plans/versions/read-versions.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { isEnded, planStatusLabels } from '#shared/agreement/status.ts'
import {
  createOutcomeLink,
  listOutcomeLinks,
  readOutcome,
  readOutcomePicture,
  revokeOutcomeLink,
} from '#shared/api/outcome-links.ts'
import type { ReadPageContent } from '#shared/api/read-links.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { summarize } from '#shared/plan/summary.ts'

export type OutcomeLinksDependencies = {
  db: Storage
  writer: PlanWriter
  formats: Formats
  files: FileMaker
  turns: PlanTurns
  failedTokens: FailedTokens
  clock: Clock
  ids: Ids
  publicUrl: string
}

/** The number of plans whose page is kept for readers who come within seconds of each other. */
const pagesKept = 20

/**
 * Sharing the outcomes of a plan (R8): a link gives the public version of the last adopted version, and
 * nothing that is written since. Strangers never open a plan on the server, and a page is made in the
 * process for files, once for all who ask at the same time.
 */
export function mountOutcomeLinks(router: Router, given: OutcomeLinksDependencies): void {
  const { db, writer, formats, files, failedTokens, clock, ids, publicUrl } = given
  const pages = createSharedReads<ReadPageContent>(clock, pagesKept)

  router.member(listOutcomeLinks, async ({ planId }) => {
    const rows = await db
      .selectFrom('outcome_links')
      .innerJoin('user', 'user.id', 'outcome_links.created_by')
      .where('outcome_links.plan_id', '=', planId)
      .where('outcome_links.revoked_at', 'is', null)
      .select([
        'outcome_links.id',
        'outcome_links.name',
        'outcome_links.created_by',
        'outcome_links.created_at',
        'user.name as maker',
      ])
      .orderBy('outcome_links.created_at')
      .orderBy('outcome_links.id')
      .execute()
    const adopted = await lastAdopted(db, planId)
    return {
      links: rows.map((row) => ({
        id: row.id,
        label: row.name,
        createdBy: { id: row.created_by, name: row.maker },
        createdAt: iso(row.created_at),
      })),
      shown: adopted === null ? null : await shownOf(planId, adopted),
    }
  })

  router.member(createOutcomeLink, async ({ planId, actor, body }) => {
    const adopted = await lastAdopted(db, planId)
    if (adopted === null) throw new AppError('no-outcome')
    await mustHaveNoBsnWaiting(
      given,
      { planId, userId: actor.userId },
      await versionOf(planId, adopted),
    )
    const token = ids.secret()
    const id = ids.next()
    const now = clock.now()
    await writer.writePlan(planId, actor.userId, async (tx, plan) => {
      await mustHaveRoom(tx, 'openOutcomeLinks', { id: planId, now })
      await tx
        .insertInto('outcome_links')
        .values({
          id,
          plan_id: planId,
          token_hash: hashOfToken(token),
          name: body.label,
          created_by: actor.userId,
          created_at: now,
          revoked_at: null,
        })
        .execute()
      await plan.audit({ action: 'outcome-link.made', object: `linkId=${id}`, result: 'ok' })
    })
    return { id, url: `${publicUrl}/uitkomsten?token=${token}` }
  })

  router.member(revokeOutcomeLink, async ({ planId, params, actor }) => {
    await writer.writePlan(planId, actor.userId, async (tx, plan) => {
      const revoked = await tx
        .updateTable('outcome_links')
        .set({ revoked_at: clock.now() })
        .where('id', '=', params.linkId)
        .where('plan_id', '=', planId)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      if (revoked.numUpdatedRows === 0n) throw new AppError('not-found')
      await plan.audit({
        action: 'outcome-link.revoked',
        object: `linkId=${params.linkId}`,
        result: 'ok',
      })
    })
    return {}
  })

  router.open(readOutcome, async ({ params }) => {
    const { planId, status, adopted, page } = await openOutcome(params.token)
    return { ...page, ...(await shownOf(planId, adopted)), hasEnded: isEnded(status) }
  })

  router.open(readOutcomePicture, async ({ params: { token, fileId } }) => {
    const { planId, page } = await openOutcome(token)
    const row = showsPicture(page.blocks, fileId) ? await findFile(db, { planId, fileId }) : null
    if (row === null) throw new AppError('file-not-found')
    return fileAnswer(db, row)
  })

  /** Rejects with `outcome-link-invalid` or `no-outcome`. */
  async function openOutcome(token: string) {
    const found = await db
      .selectFrom('outcome_links')
      .innerJoin('plans', 'plans.id', 'outcome_links.plan_id')
      .where('outcome_links.token_hash', '=', hashOfToken(token))
      .where('plans.deleted_at', 'is', null)
      .select(['outcome_links.revoked_at', 'plans.id as planId', 'plans.status'])
      .executeTakeFirst()
    // Only guesses count: the holder of a revoked link may open it again without limit.
    if (found === undefined) throw await failedTokens.refusal('outcome', 'outcome-link-invalid')
    if (found.revoked_at !== null) throw new AppError('outcome-link-invalid')
    const { planId, status } = found
    const adopted = await lastAdopted(db, planId)
    if (adopted === null) throw new AppError('no-outcome')
    const page = await pages.read(planId, adopted.versionId, () => pageOf(planId, adopted))
    return { planId, status, adopted, page }
  }

  async function shownOf(planId: string, { versionId, at }: AdoptedVersion) {
    const { number } = await findVersionOf(db, planId, versionId)
    return { versionNumber: number, adoptedAt: iso(at) }
  }

  async function versionOf(
    planId: string,
    { versionId }: AdoptedVersion,
  ): Promise<{ content: PlanContent; format: Format; number: number }> {
    const { number, format_id, format_version } = await findVersionOf(db, planId, versionId)
    const format = formats.find(format_id, format_version)
    if (format === null) throw new AppError('plan-unreadable')
    return { content: await readVersionContent(db, versionId), format, number }
  }

  async function pageOf(planId: string, adopted: AdoptedVersion): Promise<ReadPageContent> {
    const { content, format, number } = await versionOf(planId, adopted)
    const reader = `outcomes of ${planId}`
    try {
      await mustHaveNoBsnWaiting(given, { planId, userId: reader }, { content, format })
    } catch (error) {
      // The places of the plan are not for a stranger.
      if (error instanceof AppError && error.code === 'bsn-waiting')
        throw new AppError('no-outcome', { cause: error })
      throw error
    }
    return files.page(
      {
        content,
        format,
        isPublic: true,
        options: {
          guidance: false,
          untouchedPresets: false,
          title: summarize(content, format).title,
          status: planStatusLabels.adopted,
          generatedAt: iso(adopted.at),
          seq: content.seq,
          version: number,
        },
      },
      { person: reader },
    )
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

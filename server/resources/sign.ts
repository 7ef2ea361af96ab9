import type { FailedTokens } from '#server/http/failed-tokens.ts'
import type { Router } from '#server/http/router.ts'
import { describeAgreement } from '#server/plans/agreement/describe-agreement.ts'
import { giveAnswer } from '#server/plans/agreement/give-answer.ts'
import { readMandates, readSeatedMembers } from '#server/plans/agreement/mandates.ts'
import type { AgreementDeps } from '#server/plans/agreement/present.ts'
import { readAnswers, readRounds, seatsOfRound } from '#server/plans/agreement/rounds.ts'
import { findSignLink, signedInByOf } from '#server/plans/agreement/sign-links.ts'
import { signingOf } from '#server/plans/agreement/signing.ts'
import { readVersionContent } from '#server/plans/versions/read-versions.ts'
import type { Formats } from '#server/storage/formats.ts'
import { levelsOf } from '#shared/agreement/seats.ts'
import { signingStatement } from '#shared/agreement/signatory.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { getSignRequest, signVersion } from '#shared/api/sign.ts'
import { AppError } from '#shared/errors.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import { formContent } from '#shared/plan/form-content.ts'

export type SignDependencies = AgreementDeps & {
  formats: Formats
  failedTokens: FailedTokens
}

export function mountSign(
  router: Router,
  { formats, failedTokens, ...agreeing }: SignDependencies,
): void {
  const { db, clock, writer } = agreeing

  async function mustFind(token: string) {
    try {
      return await findSignLink(db, token, clock.now())
    } catch (error) {
      throw error instanceof AppError && error.code === 'sign-link-invalid'
        ? await failedTokens.refusal('sign', error.code)
        : error
    }
  }

  /** Every use of a link is audited, including look-ups and refusals. */
  async function note(
    link: { plan_id: string; user_id: string; id: string; seat: string },
    action: string,
    result: string,
  ): Promise<void> {
    await writer.writePlan(link.plan_id, link.user_id, (_tx, plan) =>
      plan.audit({ onBehalfOf: link.seat, action, object: `link=${link.id}`, result }),
    )
  }

  router.open(getSignRequest, async ({ params }) => {
    const link = await mustFind(params.token)
    const rounds = await readRounds(db, link.plan_id)
    const round = rounds.at(-1)
    if (round === undefined || round.version_id !== link.version_id)
      throw new AppError('version-replaced')
    if (isEnded(link.status)) throw new AppError('plan-ended')
    if (link.status !== 'approval' && link.status !== 'adopted')
      throw new AppError(link.status === 'submitted' ? 'already-submitted' : 'not-presented')
    const seat = seatsOfRound(round).find((one) => one.id === link.seat)
    const mandate = (await readMandates(db, link.plan_id)).find(
      (one) => one.seat === link.seat && one.user_id === link.user_id,
    )
    if (seat === undefined || mandate === undefined) throw new AppError('no-mandate')
    const content = await readVersionContent(db, round.version_id)
    const format = formats.find(content.format.id, content.format.version)
    if (format === null) throw new AppError('plan-unreadable')
    await note(link, 'sign-link.opened', 'ok')

    const before = (await readAnswers(db, link.plan_id)).findLast(
      (one) =>
        one.user_id === link.user_id &&
        (one.verdict === 'agreed' || one.verdict === 'agreed-with-remark') &&
        one.version_id !== round.version_id,
    )
    const beforeRound = rounds.find((one) => one.version_id === before?.version_id)
    const { seats } = await describeAgreement(
      db,
      { id: link.plan_id, status: link.status },
      { userId: link.user_id, role: 'reader', signedInBy: signedInByOf(link), isMailOn: false },
      { content, format },
    )
    const standing = seats.find((one) => one.id === link.seat)?.standing
    const member = (await readSeatedMembers(db, link.plan_id)).find(
      (one) => one.user_id === link.user_id,
    )
    const { signatory, linkKind } = signingOf(
      {
        name: link.user_name,
        userId: link.user_id,
        seat,
        isDeputy: mandate.kind === 'deputy',
        link: member?.link ?? null,
      },
      { content, format },
    )
    return {
      planId: link.plan_id,
      planTitle: link.plan_title,
      person: link.user_name,
      seat: { id: seat.id, label: seat.label },
      signing: {
        statement: signingStatement(signatory),
        signatory,
        levels: levelsOf(format),
        signedInBy: signedInByOf(link),
        link: linkKind,
      },
      version: {
        number: round.number,
        name: round.name,
        code: round.code,
        hash: round.hash,
        presentedAt: new Date(round.presented_at).toISOString(),
        deadline: round.deadline,
      },
      format: formOf(format),
      content: formContent(content, format),
      agreedBefore:
        before === undefined || beforeRound === undefined
          ? null
          : {
              number: beforeRound.number,
              at: new Date(before.at).toISOString(),
              content: formContent(await readVersionContent(db, before.version_id), format),
            },
      answered:
        standing?.kind === 'agreed' || standing?.kind === 'not-agreed' ? standing.answer : null,
    }
  })

  router.open(signVersion, async ({ params, body }) => {
    const link = await mustFind(params.token)
    try {
      await giveAnswer(
        { ...agreeing, formats },
        {
          planId: link.plan_id,
          versionId: link.version_id,
          userId: link.user_id,
          name: link.user_name,
          seat: link.seat,
          ...body,
          channel: 'mail-link',
          signedInBy: signedInByOf(link),
          token: params.token,
        },
      )
    } catch (error) {
      if (error instanceof AppError) await note(link, 'sign-link.used', error.code)
      throw error
    }
    const { status } = await db
      .selectFrom('plans')
      .select('status')
      .where('id', '=', link.plan_id)
      .executeTakeFirstOrThrow()
    return { planId: link.plan_id, isAdopted: status === 'adopted' }
  })
}

import type { Agreement } from '#shared/api/agreement.ts'
import { openBroekerveld, type Seats, statementOf } from './broekerveld.ts'
import { type Person, TestInstallation } from './installation.ts'

export const seats = [
  'huisartsenzorg',
  'wijkverpleging',
  'apothekers',
  'sociaal-werk',
  'paramedici',
] as const

/** An installation with six people takes a while on a busy machine. */
export const hookTimeoutMs = 60_000

export type AgreementRound = Awaited<ReturnType<typeof openAgreementRound>>

/** The plan of Het Broekerveld before its first round, and the steps of one. */
export async function openAgreementRound() {
  const test = await TestInstallation.open()
  const plan = await openBroekerveld(test)

  const present = (body: object = {}) =>
    plan.dounia.ask<Agreement & { code?: string }>(
      'POST',
      `/api/plans/${plan.planId}/presentations`,
      { body },
    )
  const agreement = () => plan.dounia.get<Agreement>(`/api/plans/${plan.planId}/agreement`)
  const current = async () => (await agreement()).current?.versionId ?? ''
  const approvals = async (versionId?: string) =>
    `/api/versions/${versionId ?? (await current())}/approvals`
  const answer = async (
    seat: string,
    {
      by = plan.people[seat as Seats],
      verdict = 'agreed',
      remark = '',
      versionId,
    }: { by?: Person; verdict?: string; remark?: string; versionId?: string } = {},
  ) =>
    by.ask<Agreement & { code: string }>('POST', await approvals(versionId), {
      body: {
        discipline: seat,
        verdict,
        remark,
        statement: await statementOf(by, plan.planId, seat).catch(() => undefined),
      },
    })
  const refusal = async (...asked: Parameters<typeof answer>) => {
    const { status, body } = await answer(...asked)
    return `${status} ${body.code}`
  }
  const standings = async () =>
    Object.fromEntries((await agreement()).seats.map((seat) => [seat.id, seat.standing.kind]))
  const events = async () =>
    (await test.events(plan.planId)).filter((event) => /^(version|approval|status)/.test(event))
  return { test, plan, present, agreement, current, approvals, answer, refusal, standings, events }
}

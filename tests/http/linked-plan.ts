import type { Agreement } from '#shared/api/agreement.ts'
import type { Member } from '#shared/api/members.ts'
import { broekerveld, join } from './broekerveld.ts'
import { type Person, TestInstallation } from './installation.ts'

export type LinkedPlan = Awaited<ReturnType<typeof openLinkedPlan>>

/** The plan of Het Broekerveld with its coordinator and one member whom nobody linked to a person. */
export async function openLinkedPlan() {
  const test = await TestInstallation.open()
  const dounia = await test.person('Dounia Assarag', { email: 'dounia@voorbeeld.nl' })
  const plan = { dounia, planId: await dounia.createPlan(broekerveld) }
  const brink = await join(test, plan, { name: 'Ilse Brink', discipline: 'paramedici' })

  const path = async (who: Person) =>
    `/api/plans/${plan.planId}/members/${await who.userId()}/person`
  const link = async (by: Person, who: Person, rowId: string | null) => {
    const { status, body } = await by.ask<{ code?: string }>('PATCH', await path(who), {
      body: { rowId },
    })
    return status === 200 ? 'done' : `${status} ${body.code}`
  }
  const personOf = async (who: Person) => {
    const userId = await who.userId()
    const { members } = await plan.dounia.get<{ members: Member[] }>(
      `/api/plans/${plan.planId}/members`,
    )
    return members.find((member) => member.userId === userId)?.person
  }
  const agreement = (who: Person = plan.dounia) =>
    who.get<Agreement>(`/api/plans/${plan.planId}/agreement`)
  const seatOf = async (id: string, who?: Person) =>
    (await agreement(who)).seats.find((seat) => seat.id === id)
  const present = () => plan.dounia.post<Agreement>(`/api/plans/${plan.planId}/presentations`)
  const answer = async (by: Person, seat: string, more: object = {}) => {
    const { current } = await agreement()
    const { status, body } = await by.ask<Agreement & { code?: string }>(
      'POST',
      `/api/versions/${current?.versionId}/approvals`,
      { body: { discipline: seat, verdict: 'agreed', ...more } },
    )
    return status === 201 ? body.answers.at(-1) : `${status} ${body.code}`
  }
  return { test, plan, brink, path, link, personOf, agreement, seatOf, present, answer }
}

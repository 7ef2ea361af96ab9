import type { Role } from '#shared/access.ts'
import { fromAmsterdam } from '#shared/amsterdam.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import type { Plan } from '#shared/api/plans.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

/** Scenario B: day 14, five o'clock in the afternoon. The test begins on 13 January 2026, 15.25. */
export const deadline = new Date(fromAmsterdam('2026-01-27', '17:00') ?? 0).toISOString()
const filled = {
  ...smallPlan,
  fields: { netwerk: 'Wij overleggen elke maand.' },
  tables: { themes: [{ id: 't1', title: 'Veilig thuis' }] },
}

export type ConsultedPlan = Awaited<ReturnType<typeof openConsultedPlan>>

/** A plan with three people to consult, and the steps of a consultation. */
export async function openConsultedPlan() {
  const peer = await SmtpPeer.start()
  const test = await TestInstallation.open(peer.environment)
  const elise = await test.person('Elise')
  const planId = await elise.createPlan(filled)
  const ilse = await member('Ilse', 'editor')
  const wim = await member('Wim', 'commenter')
  const rens = await member('Rens', 'commenter')
  await member('Lezer', 'reader')

  async function member(name: string, role: Role): Promise<Person> {
    const person = await test.person(name)
    await person.accept(await elise.invite(planId, role))
    return person
  }
  const at = () => `/api/plans/${planId}/consultation`
  const open = (given: Record<string, unknown> = {}) =>
    elise.post<{ consultation: Consultation }>(at(), {
      deadline,
      message: 'Let op thema 1.',
      ...given,
    })
  const get = async (who: Person) =>
    (await who.get<{ consultation: Consultation | null }>(at())).consultation
  const status = async () => (await elise.get<Plan>(`/api/plans/${planId}`)).status
  const comment = (who: Person, body: string, more: Record<string, unknown> = {}) =>
    who.post<Thread>(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body, ...more })
  const taken = () =>
    peer
      .taken()
      .map((mail) => `${[mail.to].flat()[0]?.text}: ${mail.subject}`)
      .toSorted()
  const instead = (who: Person, body: unknown) => who.ask('POST', `${at()}/replacement`, { body })
  return {
    peer,
    test,
    elise,
    ilse,
    wim,
    rens,
    planId,
    member,
    at,
    open,
    get,
    status,
    comment,
    taken,
    instead,
  }
}

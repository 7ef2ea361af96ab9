import type { Role } from '#shared/access.ts'
import type { Thread } from '#shared/api/comments.ts'
import type { MailRhythm } from '#shared/api/mail.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { SmtpPeer } from '../support/smtp-peer.ts'
import { type Person, TestInstallation } from './installation.ts'

export type MailedPlan = Awaited<ReturnType<typeof openMailedPlan>>

/** A plan with a coordinator, an editor and a commenter, whose mail goes to a server of the test. */
export async function openMailedPlan() {
  const peer = await SmtpPeer.start()
  // Tuesday 13 January 2026, 15.25 in Amsterdam.
  const test = await TestInstallation.open(peer.environment)
  const els = await test.person('Els')
  const planId = await els.createPlan()
  const noor = await member('Noor', 'editor', 'huisartsenzorg')
  const wim = await member('Wim', 'commenter', 'wijkverpleging')

  async function member(
    name: string,
    role: Role,
    discipline: Discipline,
    plan = planId,
  ): Promise<Person> {
    const person = await test.person(name)
    await person.accept(await els.invite(plan, role))
    await els.ask('PATCH', `/api/plans/${plan}/members/${await person.userId()}`, {
      body: { discipline },
    })
    return person
  }
  const begin = (who: Person, given: Record<string, unknown> = {}, plan = planId) =>
    who.post<Thread>(`/api/plans/${plan}/threads`, {
      target: { kind: 'field', field: 'netwerk' },
      body: 'Klopt dit?',
      ...given,
    })
  const reply = (who: Person, thread: Thread, given: Record<string, unknown> = {}) =>
    who.post<Thread>(`/api/threads/${thread.id}/comments`, { body: 'Ja.', ...given })
  const want = (who: Person, rhythm: MailRhythm) =>
    who.ask('PATCH', '/api/me/mail', { body: { rhythm } })
  const seen = (who: Person, thread: Thread) =>
    who.post(`/api/plans/${planId}/seen`, { threads: [thread.id] })
  /** The recipients and subjects of the mails since the last call. */
  const taken = () => peer.taken().map((mail) => `${[mail.to].flat()[0]?.text}: ${mail.subject}`)
  const states = async () =>
    (
      await test.db.selectFrom('outbox').select(['kind', 'state']).orderBy('created_at').execute()
    ).map((row) => `${row.kind} ${row.state}`)
  return { peer, test, els, noor, wim, planId, member, begin, reply, want, seen, taken, states }
}

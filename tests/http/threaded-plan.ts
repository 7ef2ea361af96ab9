import type { Role } from '#shared/access.ts'
import type { CreateThread, Thread } from '#shared/api/comments.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

export const withTheme = {
  ...smallPlan,
  tables: { themes: [{ id: 't1', title: 'Veilig thuis', goal: 'Ouderen wonen langer thuis.' }] },
}

export type ThreadedPlan = Awaited<ReturnType<typeof openThreadedPlan>>

/** A plan with a coordinator, an editor and a commenter, and their ways to comment on it. */
export async function openThreadedPlan() {
  const test = await TestInstallation.open()
  const els = await test.person('Els')
  const planId = await els.createPlan(withTheme)
  const noor = await member('Noor', 'editor')
  const wim = await member('Wim', 'commenter')

  async function member(name: string, role: Role): Promise<Person> {
    const person = await test.person(name)
    await person.accept(await els.invite(planId, role))
    return person
  }
  const begin = (
    who: Person,
    given: Partial<Omit<CreateThread, 'mentions'>> & { mentions?: string[] } = {},
  ) =>
    who.post<Thread>(`/api/plans/${planId}/threads`, {
      target: { kind: 'field', field: 'netwerk' },
      body: 'Klopt dit?',
      ...given,
    })
  const reply = (who: Person, thread: Thread, body: string) =>
    who.post<Thread>(`/api/threads/${thread.id}/comments`, { body })
  const change = (who: Person, thread: Thread, body: unknown) =>
    who.ask<Thread>('PATCH', `/api/threads/${thread.id}`, { body })
  const list = async (who: Person) =>
    (await who.get<{ threads: Thread[] }>(`/api/plans/${planId}/threads`)).threads
  const at = (thread: Thread, index = 0) =>
    `/api/threads/${thread.id}/comments/${thread.comments[index]?.id}`
  const events = () => test.events(planId)
  return { test, els, noor, wim, planId, member, begin, reply, change, list, at, events }
}

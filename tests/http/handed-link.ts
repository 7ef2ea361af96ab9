import { type Person, TestInstallation } from './installation.ts'

export type HandedLink = Awaited<ReturnType<typeof openHandedLink>>

/** A coordinator and a member, for whom the coordinator can make a sign-in link. */
export async function openHandedLink() {
  const test = await TestInstallation.open()
  const els = await test.person('Els')
  const planId = await els.createPlan()
  const noor = await test.person('Noor')
  const noorId = await noor.userId()
  await noor.accept(await els.invite(planId, 'editor'))

  /** The user of the link, on another device. */
  async function through(url: string): Promise<Person> {
    const person = test.visitor()
    await person.signIn(url)
    return person
  }
  const linkPath = (plan = planId, userId = noorId) =>
    `/api/plans/${plan}/members/${userId}/sign-in-link`
  return { test, els, noor, noorId, planId, through, linkPath }
}

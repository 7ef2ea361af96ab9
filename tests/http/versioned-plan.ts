import type { Version } from '#shared/api/versions.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { type Person, TestInstallation } from './installation.ts'

export const plan = {
  format: 'medrie-wijkplan',
  values: { wijk: 'Kraaienveen — “Oost” ë 🙂' },
  tables: {
    budget: [{ id: 'b1', description: 'Training', quantityHundredths: 125, rateCents: 9620 }],
  },
}

export type VersionedPlan = Awaited<ReturnType<typeof openVersionedPlan>>

/** A plan with a coordinator and an editor, and the ways to make and read its versions. */
export async function openVersionedPlan() {
  const test = await TestInstallation.open()
  const els = await test.person('Els')
  const noor = await test.person('Noor')
  const planId = await els.createPlan(plan)
  await noor.accept(await els.invite(planId, 'editor'))

  const make = (who: Person, name: string) =>
    who.post<Version>(`/api/plans/${planId}/versions`, { name })
  const list = async (who: Person) =>
    (await who.get<{ versions: Version[] }>(`/api/plans/${planId}/versions`)).versions
  const contentOf = (version: Version) =>
    els.get<PlanContent>(`/api/versions/${version.id}/content`)
  return { test, els, noor, planId, make, list, contentOf }
}

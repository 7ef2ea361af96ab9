import type { Agreement } from '#shared/api/agreement.ts'
import type { PlainValue } from '#shared/format/kinds/plain-value.ts'
import type { CheckedProblem } from '#shared/plan/readiness.ts'
import type { ApiClient } from '../../support/api-client.ts'
import { examplePlan } from '../../support/example-plan.ts'

const broekerveld = examplePlan('broekerveld')

/** The seats of the form, and the person of the example plan who speaks at each. */
const others = [
  { name: 'Wouter van den Hoogewal', discipline: 'huisartsenzorg', rowId: 'm1' },
  { name: 'Gülcan Zijderveldt', discipline: 'wijkverpleging', rowId: 'm2' },
  { name: 'Rens Ottenkamp', discipline: 'apothekers', rowId: 'm3' },
  { name: 'Ilse ter Braakhuis', discipline: 'paramedici', rowId: 'm4' },
] as const

/**
 * An application with these values that all parties agreed with and whose warnings have a reason: it is ready to be
 * submitted. Returns the id of its plan.
 */
export async function adoptApplication(
  coordinator: ApiClient,
  values: Record<string, PlainValue>,
): Promise<string> {
  const planId = await coordinator.createPlan({
    ...broekerveld,
    values: { ...broekerveld.values, ...values },
  })
  await coordinator.json('PATCH', `/api/plans/${planId}/members/${await coordinator.userId()}`, {
    discipline: 'sociaal-domein',
  })
  await coordinator.linkPerson(planId, coordinator, 'm5')
  const seats: [string, ApiClient][] = [['sociaal-werk', coordinator]]
  for (const { name, discipline, rowId } of others) {
    const email = `${discipline}+${planId}@voorbeeld.nl`
    const person = await coordinator.inviteAndJoin(planId, {
      name,
      email,
      role: 'editor',
      discipline,
    })
    await coordinator.linkPerson(planId, person, rowId)
    seats.push([discipline, person])
  }
  const { current } = await coordinator.json<Agreement>(
    'POST',
    `/api/plans/${planId}/presentations`,
    {},
  )
  for (const [discipline, person] of seats) {
    const agreement = await person.json<Agreement>('GET', `/api/plans/${planId}/agreement`)
    await person.json('POST', `/api/versions/${current?.versionId}/approvals`, {
      discipline,
      verdict: 'agreed',
      statement: agreement.seats.find((seat) => seat.id === discipline)?.signing?.statement,
    })
  }
  const { problems } = await coordinator.json<{ problems: CheckedProblem[] }>(
    'GET',
    `/api/plans/${planId}/problems`,
  )
  for (const { key, severity } of problems)
    if (severity === 'warn')
      await coordinator.json('POST', `/api/plans/${planId}/overrules`, {
        key,
        reason: 'Besluit volgt vóór 1 april.',
      })
  return planId
}

import type { Agreement } from '#shared/api/agreement.ts'
import type { CreatePlan } from '#shared/api/plans.ts'
import type { Submission } from '#shared/api/submission.ts'
import type { Discipline } from '#shared/disciplines.ts'
import type { CheckedProblem } from '#shared/plan/readiness.ts'
import { examplePlan } from '../support/example-plan.ts'
import { type Person, type TestInstallation, tokenOf } from './installation.ts'

/** The example plan of Het Broekerveld (fictional) with the five representatives of scenario C. */
export const broekerveld = examplePlan('broekerveld')

/** `rowId`: the person of the plan that they are. */
const representatives = {
  huisartsenzorg: { name: 'Wouter van den Hoogewal', discipline: 'huisartsenzorg', rowId: 'm1' },
  wijkverpleging: { name: 'Gülcan Zijderveldt', discipline: 'wijkverpleging', rowId: 'm2' },
  apothekers: { name: 'Rens Ottenkamp', discipline: 'apothekers', rowId: 'm3' },
  paramedici: { name: 'Ilse ter Braakhuis', discipline: 'paramedici', rowId: 'm4' },
} as const satisfies Record<string, { name: string; discipline: Discipline; rowId: string }>

export type Seats =
  | 'huisartsenzorg'
  | 'wijkverpleging'
  | 'apothekers'
  | 'paramedici'
  | 'sociaal-werk'
export type Broekerveld = { planId: string; dounia: Person; people: Record<Seats, Person> }

/** Dounia creates the plan, answers for sociaal werk, invites the four others and links them to persons of the plan. */
export async function openBroekerveld(
  test: TestInstallation,
  body: CreatePlan = broekerveld,
): Promise<Broekerveld> {
  const dounia = await test.person('Dounia Assarag', { email: 'dounia@voorbeeld.nl' })
  const planId = await dounia.createPlan(body)
  const me = await dounia.userId()
  await dounia.ask('PATCH', `/api/plans/${planId}/members/${me}`, {
    body: { discipline: 'sociaal-domein' },
  })
  const people = { 'sociaal-werk': dounia } as Record<Seats, Person>
  await linkTo({ dounia, planId }, dounia, 'm5')
  for (const [seat, { name, discipline, rowId }] of Object.entries(representatives)) {
    const person = await join(test, { dounia, planId }, { name, discipline })
    await linkTo({ dounia, planId }, person, rowId)
    people[seat as Seats] = person
  }
  return { planId, dounia, people }
}

/** The coordinator links a member to a person of the plan. */
export async function linkTo(
  { dounia, planId }: Pick<Broekerveld, 'dounia' | 'planId'>,
  person: Person,
  rowId: string | null,
): Promise<void> {
  const { status } = await dounia.ask(
    'PATCH',
    `/api/plans/${planId}/members/${await person.userId()}/person`,
    { body: { rowId } },
  )
  if (status !== 200) throw new Error(`linking answered ${status}`)
}

/** The sentence that a signer confirms at a seat. */
export async function statementOf(
  person: Person,
  planId: string,
  seat: string,
): Promise<string | undefined> {
  const { seats } = await person.get<Agreement>(`/api/plans/${planId}/agreement`)
  return seats.find((one) => one.id === seat)?.signing?.statement
}

export async function join(
  test: TestInstallation,
  { dounia, planId }: Pick<Broekerveld, 'dounia' | 'planId'>,
  { name, discipline, role = 'editor' }: { name: string; discipline: Discipline; role?: string },
): Promise<Person> {
  const person = await test.person(name, {
    email: `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@voorbeeld.nl`,
  })
  const { url } = await dounia.post<{ url: string }>(`/api/plans/${planId}/invites`, {
    role,
    discipline,
  })
  await person.post(`/api/invites/${tokenOf(url)}/accept`)
  return person
}

const allSeats: readonly Seats[] = [
  'huisartsenzorg',
  'wijkverpleging',
  'apothekers',
  'sociaal-werk',
  'paramedici',
]

/** A reason for each warning, so that the plan can be submitted. */
export async function overruleWarnings({
  dounia,
  planId,
}: Pick<Broekerveld, 'dounia' | 'planId'>): Promise<void> {
  const { problems } = await dounia.get<{ problems: CheckedProblem[] }>(
    `/api/plans/${planId}/problems`,
  )
  for (const { key, severity } of problems)
    if (severity === 'warn')
      await dounia.post(`/api/plans/${planId}/overrules`, {
        key,
        reason: 'Besluit volgt vóór 1 april.',
      })
}

/** Presents a version, and all five approve it. */
export async function adopt({ dounia, people, planId }: Broekerveld): Promise<Agreement> {
  const { current } = await dounia.post<Agreement>(`/api/plans/${planId}/presentations`)
  for (const seat of allSeats)
    await people[seat].post(`/api/versions/${current?.versionId}/approvals`, {
      discipline: seat,
      verdict: 'agreed',
      statement: await statementOf(people[seat], planId, seat),
    })
  return dounia.get<Agreement>(`/api/plans/${planId}/agreement`)
}

export type Submitted = Submission & { code: string; detail?: string; fields?: { path: string }[] }
const submission = {
  recipient: 'Versterking Eerstelijn IJsselrade',
  handedInOn: '2026-02-02',
  isOnlyApplication: true,
}

export function submit(by: Person, planId: string, more: object = {}) {
  return by.ask<Submitted>('POST', `/api/plans/${planId}/submission`, {
    body: { ...submission, ...more },
  })
}

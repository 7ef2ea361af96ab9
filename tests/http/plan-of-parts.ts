import type { Thread } from '#shared/api/comments.ts'
import type { Format } from '#shared/format/schema.ts'
import type { Target } from '#shared/plan/content.ts'
import { markedPlan } from '../support/marked-plan.ts'
import { type Person, TestInstallation } from './installation.ts'

export const formats = ['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'] as const
const shownSections = {
  'medrie-wijkplan': ['netwerkvorming', 'themas'],
  'hecht-wijkverband': ['gewenst', 'stappen'],
  'rijnmond-wijkplan': ['speerpunten', 'vervolg'],
} as const
export const shownField = {
  'medrie-wijkplan': 'netwerk',
  'hecht-wijkverband': 'gewensteSituatie',
  'rijnmond-wijkplan': 'borging',
} as const
const hiddenField = {
  'medrie-wijkplan': 'leden',
  'hecht-wijkverband': 'huidigeSituatie',
  'rijnmond-wijkplan': 'wsv',
} as const

export type PlanOfParts = Awaited<ReturnType<typeof openPlanOfParts>>

/** A plan with marks in every part, and Wim, who was invited to some of the parts. */
export async function openPlanOfParts(formatId: (typeof formats)[number]) {
  const sections = [...shownSections[formatId]]
  const path = (rest = '') => `/api/plans/${planId}${rest}`
  const comment = (who: Person, target: Target, body: string, more: object = {}) =>
    who.post<Thread>(path('/threads'), { target, body, ...more })
  /** The data of other parts in a response, headers included. */
  const leaks = (text: string) => hidden.filter((mark) => text.includes(mark))
  const hiddenTargets = (): Target[] => [
    { kind: 'plan' },
    { kind: 'section', section: 'begroting' },
    { kind: 'section', section: 'plangegevens' },
    { kind: 'value', field: 'wijk' },
    { kind: 'field', field: hiddenField[formatId] },
    { kind: 'table', table: 'budget' },
    { kind: 'row', table: 'people', row: 'rij-people-a' },
    { kind: 'cell', table: 'budget', row: 'rij-budget-a', column: 'amountCents' },
    // A visible table has a column that refers to hidden people.
    { kind: 'cell', table: 'themes', row: 'rij-themes-a', column: 'lead' },
  ]

  const test = await TestInstallation.open()
  const els = await test.person('Els')
  const marked = markedPlan(await els.get<Format>(`/api/formats/${formatId}`))
  const planId = await els.createPlan(marked.plan)
  const noor = await test.person('MERKPERSOONNoor', { email: 'merkadres-noor@voorbeeld.nl' })
  const wim = await test.person('Wim')
  await noor.accept(await els.invite(planId, 'editor'))
  const { url } = await els.post<{ url: string }>(path('/invites'), {
    role: 'commenter',
    sections,
  })
  await wim.accept(url)
  const shown = sections.flatMap((section) => marked.marks.get(section) ?? [])
  const hidden = [...marked.marks].flatMap(([section, marks]) =>
    sections.some((id) => id === section) ? [] : marks,
  )
  hidden.push('MERKPERSOONNoor', 'merkadres-noor', 'els@voorbeeld.nl')
  const wimId = await wim.userId()
  let hiddenThread: Thread | null = null
  for (const target of hiddenTargets())
    hiddenThread = await comment(noor, target, 'MERKREACTIE', { mentions: [wimId] })
  if (hiddenThread === null) throw new Error('no hidden part')
  hidden.push('MERKREACTIE', hiddenThread.id)
  const shownThread = await comment(
    els,
    { kind: 'field', field: shownField[formatId] },
    'Wat vindt u?',
    { mentions: [wimId] },
  )
  return {
    test,
    els,
    noor,
    wim,
    planId,
    hidden,
    shown,
    hiddenThread,
    shownThread,
    sections,
    path,
    comment,
    leaks,
    hiddenTargets,
  }
}

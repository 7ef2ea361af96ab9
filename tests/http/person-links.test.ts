import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Agreement } from '#shared/api/agreement.ts'
import { removedCell, rowCells } from '#shared/plan/layout.ts'
import { examplePlan } from '../support/example-plan.ts'
import { join, linkTo, statementOf } from './broekerveld.ts'
import { editPlan } from './edit-plan.ts'
import { type LinkedPlan, openLinkedPlan } from './linked-plan.ts'

/** Row m4 of the example: Ilse ter Braakhuis, fysiotherapeut, with the mandate of four organisations. */
describe('the members and the persons of a plan', () => {
  let its: LinkedPlan
  beforeEach(async () => {
    its = await openLinkedPlan()
  })
  afterEach(() => its.test.close())

  it('SG3 a coordinator says who someone is; a member says it of themself, once, and takes it back', async () => {
    const other = await join(its.test, its.plan, { name: 'Wouter', discipline: 'huisartsenzorg' })
    expect(await its.link(its.brink, other, 'm1')).toBe('403 link-not-allowed')
    expect(await its.link(its.brink, its.brink, 'bestaat-niet')).toBe('422 person-unknown')
    expect(await its.link(its.brink, its.brink, 'm4')).toBe('done')
    expect(await its.personOf(its.brink)).toMatchObject({
      rowId: 'm4',
      isSelfLinked: true,
      linkedBy: { name: 'Ilse Brink' },
    })
    // One member per person and one person per member, also for a coordinator.
    expect(await its.link(other, other, 'm4')).toBe('409 person-taken')
    expect(await its.link(its.plan.dounia, other, 'm4')).toBe('409 person-taken')
    // No second link without removing the first.
    expect(await its.link(its.brink, its.brink, 'm3')).toBe('403 link-not-allowed')
    // A coordinator who makes the same link confirms it; it then counts as the coordinator's.
    expect(await its.link(its.plan.dounia, its.brink, 'm4')).toBe('done')
    expect(await its.personOf(its.brink)).toMatchObject({ isSelfLinked: false })
    expect(await its.link(its.brink, its.brink, 'm4')).toBe('403 link-not-allowed')
    expect(await its.link(other, its.brink, null)).toBe('403 link-not-allowed')
    expect(await its.link(its.brink, its.brink, null)).toBe('done')
    expect(await its.personOf(its.brink)).toBe(null)
    expect(
      (await its.test.events(its.plan.planId)).filter((event) => event.startsWith('person.')),
    ).toEqual(['person.linked', 'person.linked', 'person.unlinked'])
    const { lines } = await its.plan.dounia.get<{
      lines: { text: string; actor: { name: string } }[]
    }>(`/api/plans/${its.plan.planId}/audit`)
    expect(lines.map((line) => `${line.actor?.name} ${line.text}`)).toEqual(
      expect.arrayContaining([
        'Ilse Brink koppelde zichzelf aan een persoon in het plan',
        'Dounia Assarag koppelde Ilse Brink aan een persoon in het plan',
        'Ilse Brink maakte de koppeling van zichzelf met een persoon in het plan los',
      ]),
    )
  })

  it('a person who was taken out of the plan is nobody, and can be chosen anew', async () => {
    await its.link(its.brink, its.brink, 'm4')
    await editPlan(its.test, { planId: its.plan.planId, who: its.plan.dounia }, (doc) => {
      rowCells(doc, 'people', 'm4')?.set(removedCell, true)
    })
    const { people } = await its.brink.get<{ people: { rowId: string }[] }>(
      `/api/plans/${its.plan.planId}/people`,
    )
    expect(people.map((person) => person.rowId)).toEqual(['m1', 'm2', 'm3', 'm5'])
    await its.present()
    expect((await its.seatOf('paramedici'))?.mandates).toMatchObject([{ link: 'none' }])
    const statement = await statementOf(its.brink, its.plan.planId, 'paramedici')
    expect(statement).toBe(
      'U tekent als Ilse Brink, voor Paramedici. Er wordt geen functie, organisatie of mandaat vastgelegd.',
    )
    // The record does not show the link or its author either.
    expect(await its.answer(its.brink, 'paramedici', { statement })).toMatchObject({ person: null })
    expect(
      await its.test.db.selectFrom('approvals').select(['person_row', 'linked_by']).execute(),
    ).toEqual([{ person_row: null, linked_by: null }])
    expect(await its.link(its.brink, its.brink, 'm3')).toBe('done')
  })

  it('a member who leaves leaves the person free', async () => {
    await linkTo(its.plan, its.brink, 'm4')
    await its.plan.dounia.ask(
      'DELETE',
      `/api/plans/${its.plan.planId}/members/${await its.brink.userId()}`,
    )
    const other = await join(its.test, its.plan, { name: 'Ilse Teer', discipline: 'paramedici' })
    expect(await its.link(its.plan.dounia, other, 'm4')).toBe('done')
  })

  it('before presenting everyone sees who would be asked, and as whom', async () => {
    expect((await its.seatOf('paramedici'))?.mandates).toMatchObject([
      { user: { name: 'Ilse Brink' }, isExpected: true, link: 'none', position: '' },
    ])
    const real = await join(its.test, its.plan, {
      name: 'I. ter Braakhuis',
      discipline: 'paramedici',
    })
    await linkTo(its.plan, real, 'm4')
    expect((await its.seatOf('paramedici'))?.mandates).toMatchObject([
      {
        user: { name: 'I. ter Braakhuis' },
        isExpected: true,
        link: 'coordinator',
        planName: 'Ilse ter Braakhuis',
        position: 'fysiotherapeut',
      },
    ])
    await its.present()
    expect((await its.seatOf('paramedici'))?.mandates).toMatchObject([
      { user: { name: 'I. ter Braakhuis' }, isExpected: false },
    ])
    expect(await its.answer(its.brink, 'paramedici')).toBe('403 no-mandate')
  })

  it('a mandate that was taken back does not come back by itself', async () => {
    await its.present()
    await its.plan.dounia.post(`/api/plans/${its.plan.planId}/mandates`, {
      seat: 'paramedici',
      userId: await its.brink.userId(),
      kind: 'withdrawn',
    })
    expect((await its.seatOf('paramedici', its.brink))?.canAnswer).toBe(false)
    expect(await its.answer(its.brink, 'paramedici')).toBe('403 no-mandate')
  })

  it('a practice is spoken for by the person whom a coordinator linked, not by one of that name', async () => {
    const planId = await its.plan.dounia.createPlan(examplePlan('meerpalen'))
    const kade = { dounia: its.plan.dounia, planId }
    const tjeerd = await join(its.test, kade, {
      name: 'Tjeerd Brandsteder',
      discipline: 'huisartsenzorg',
    })
    const { current } = await its.plan.dounia.post<Agreement>(`/api/plans/${planId}/presentations`)
    const sign = () =>
      tjeerd.refusal('POST', `/api/versions/${current?.versionId}/approvals`, {
        body: { discipline: 'h1', verdict: 'agreed' },
      })
    expect(await sign()).toBe('403 no-mandate')
    // A link by the member alone does not give the mandate of a practice.
    await tjeerd.ask('PATCH', `/api/plans/${planId}/members/${await tjeerd.userId()}/person`, {
      body: { rowId: 'm2' },
    })
    expect(await sign()).toBe('403 no-mandate')
    await linkTo(kade, tjeerd, 'm2')
    expect(await statementOf(tjeerd, planId, 'h1')).toBe(
      'U tekent als Tjeerd Brandsteder, huisarts, namens Huisartsenpraktijk Kade 12, mandaat uitvoerend, voor Huisartsenpraktijk Kade 12.',
    )
    expect(await sign()).toBe('201 undefined')
  })
})

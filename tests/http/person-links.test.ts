import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Agreement } from '#shared/api/agreement.ts'
import type { Member } from '#shared/api/members.ts'
import { removedCell, rowCells } from '#shared/plan/layout.ts'
import { examplePlan } from '../support/example-plan.ts'
import { type Broekerveld, broekerveld, join, linkTo, statementOf } from './broekerveld.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, TestInstallation } from './installation.ts'

/** Row m4 of the example: Ilse ter Braakhuis, fysiotherapeut, with the mandate of four organisations. */
describe('the members and the persons of a plan', () => {
  let test: TestInstallation
  let plan: Pick<Broekerveld, 'dounia' | 'planId'>
  let brink: Person
  beforeEach(async () => {
    test = await TestInstallation.open()
    const dounia = await test.person('Dounia Assarag', { email: 'dounia@voorbeeld.nl' })
    plan = { dounia, planId: await dounia.createPlan(broekerveld) }
    brink = await join(test, plan, { name: 'Ilse Brink', discipline: 'paramedici' })
  })
  afterEach(() => test.close())

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

  it('SG1 nobody gets the function and organisations of a person with the same discipline, or of one with their name', async () => {
    const namesake = await join(test, plan, { name: 'Rens Ottenkamp', discipline: 'apothekers' })
    await present()
    for (const [person, seat, name] of [
      [brink, 'paramedici', 'Ilse Brink'],
      [namesake, 'apothekers', 'Rens Ottenkamp'],
    ] as const) {
      const shown = await seatOf(seat, person)
      expect(shown?.mandates).toMatchObject([
        { user: { name }, link: 'none', position: '', organisation: '', onBehalfOf: '', level: '' },
      ])
      expect(shown?.signing?.statement).toMatch(
        new RegExp(
          `^U tekent als ${name}, voor .*\\. Er wordt geen functie, organisatie of mandaat`,
        ),
      )
      expect(await answer(person, seat, { statement: shown?.signing?.statement })).toMatchObject({
        by: { name },
        position: '',
        organisation: '',
        onBehalfOf: '',
        level: '',
        person: null,
      })
    }
  })

  it('SG2 the rest of the sentence is only for anyone who sends it back, word for word', async () => {
    await linkTo(plan, brink, 'm4')
    await present()
    const statement = (await seatOf('paramedici', brink))?.signing?.statement
    expect(statement).toBe(
      'U tekent als Ilse Brink (in het plan: Ilse ter Braakhuis), fysiotherapeut bij Paramedisch Netwerk Broekerveld, namens Fysio Oosterbrug, Ergotherapie Handvat, Logopedie De Klank, Diëtisten IJsselrade, mandaat uitvoerend, voor Paramedici.',
    )
    expect(
      await answer(brink, 'paramedici', {
        statement: statement?.replace('uitvoerend', 'bestuurlijk'),
      }),
    ).toBe('409 statement-changed')
    expect(await answer(brink, 'paramedici', { statement })).toMatchObject({
      by: { name: 'Ilse Brink' },
      position: 'fysiotherapeut',
      organisation: 'Paramedisch Netwerk Broekerveld',
      level: 'Uitvoerend',
      person: { rowId: 'm4', name: 'Ilse ter Braakhuis', isSelfLinked: false },
      statement,
    })
  })

  it('SG2 an answer without a confirmation still counts, under the name of the account alone', async () => {
    await linkTo(plan, brink, 'm4')
    await present()
    expect(await answer(brink, 'paramedici')).toMatchObject({
      verdict: 'agreed',
      by: { name: 'Ilse Brink' },
      position: '',
      organisation: '',
      onBehalfOf: '',
      level: '',
      statement: null,
      person: null,
    })
    expect((await seatOf('paramedici'))?.standing.kind).toBe('agreed')
  })

  it('SG2 a statement that changed between reading and answering is not signed', async () => {
    await linkTo(plan, brink, 'm4')
    await present()
    const statement = await statementOf(brink, plan.planId, 'paramedici')
    for (const rowId of [null, 'm1'] as const) {
      await linkTo(plan, brink, rowId)
      expect(await answer(brink, 'paramedici', { statement })).toBe('409 statement-changed')
    }
    await linkTo(plan, brink, 'm4')
    await brink.ask('PATCH', '/api/me', { body: { name: 'I. Brink' } })
    expect(await answer(brink, 'paramedici', { statement })).toBe('409 statement-changed')
    expect((await agreement()).answers).toEqual([])
  })

  it('SG1 text that is written into the plan after the version was frozen is not signed', async () => {
    await present()
    await linkTo(plan, brink, 'm4')
    await editPlan(test, { planId: plan.planId, who: plan.dounia }, (doc) => {
      rowCells(doc, 'people', 'm4')?.set('position', 'directeur')
    })
    expect(await statementOf(brink, plan.planId, 'paramedici')).toContain('fysiotherapeut bij')
  })

  it('SG3 a coordinator says who someone is; a member says it of themself, once, and takes it back', async () => {
    const other = await join(test, plan, { name: 'Wouter', discipline: 'huisartsenzorg' })
    expect(await link(brink, other, 'm1')).toBe('403 link-not-allowed')
    expect(await link(brink, brink, 'bestaat-niet')).toBe('422 person-unknown')
    expect(await link(brink, brink, 'm4')).toBe('done')
    expect(await personOf(brink)).toMatchObject({
      rowId: 'm4',
      isSelfLinked: true,
      linkedBy: { name: 'Ilse Brink' },
    })
    // One member per person and one person per member, also for a coordinator.
    expect(await link(other, other, 'm4')).toBe('409 person-taken')
    expect(await link(plan.dounia, other, 'm4')).toBe('409 person-taken')
    // No second link without removing the first.
    expect(await link(brink, brink, 'm3')).toBe('403 link-not-allowed')
    // A coordinator who makes the same link confirms it; it then counts as the coordinator's.
    expect(await link(plan.dounia, brink, 'm4')).toBe('done')
    expect(await personOf(brink)).toMatchObject({ isSelfLinked: false })
    expect(await link(brink, brink, 'm4')).toBe('403 link-not-allowed')
    expect(await link(other, brink, null)).toBe('403 link-not-allowed')
    expect(await link(brink, brink, null)).toBe('done')
    expect(await personOf(brink)).toBe(null)
    expect((await test.events(plan.planId)).filter((event) => event.startsWith('person.'))).toEqual(
      ['person.linked', 'person.linked', 'person.unlinked'],
    )
    const { lines } = await plan.dounia.get<{ lines: { text: string; actor: { name: string } }[] }>(
      `/api/plans/${plan.planId}/audit`,
    )
    expect(lines.map((line) => `${line.actor?.name} ${line.text}`)).toEqual(
      expect.arrayContaining([
        'Ilse Brink koppelde zichzelf aan een persoon in het plan',
        'Dounia Assarag koppelde Ilse Brink aan een persoon in het plan',
        'Ilse Brink maakte de koppeling van zichzelf met een persoon in het plan los',
      ]),
    )
  })

  it('SG4 someone who linked themself signs so, and it stays to be seen; the right to answer is not taken by it', async () => {
    await link(brink, brink, 'm3')
    await present()
    expect((await seatOf('apothekers'))?.mandates).toEqual([])
    expect(await answer(brink, 'apothekers')).toBe('403 no-mandate')
    expect((await seatOf('paramedici'))?.mandates).toMatchObject([
      { user: { name: 'Ilse Brink' }, link: 'self', position: 'apotheker' },
    ])
    const statement = await statementOf(brink, plan.planId, 'paramedici')
    // The mandate of another seat does not count for this one.
    expect(statement).toBe(
      'U tekent als Ilse Brink (in het plan: Rens Ottenkamp), apotheker, namens Apotheek ’t Broek, voor Paramedici.',
    )
    expect(await answer(brink, 'paramedici', { statement })).toMatchObject({
      person: { rowId: 'm3', isSelfLinked: true },
      level: '',
    })
  })

  it('SG5 an answer in a session that someone handed over says by whom, also in the files', async () => {
    const newcomer = test.visitor()
    const { url } = await plan.dounia.post<{ url: string }>(`/api/plans/${plan.planId}/invites`, {
      role: 'editor',
      discipline: 'wijkverpleging',
    })
    await newcomer.accept(url, { name: 'Gülcan Z.', email: 'gulcan@voorbeeld.nl' })
    const { current } = await present()
    expect((await seatOf('wijkverpleging', newcomer))?.signing?.signedInBy).toMatchObject({
      method: 'handed',
      by: { name: 'Dounia Assarag' },
    })
    expect(await answer(newcomer, 'wijkverpleging')).toMatchObject({
      signedInBy: { method: 'handed', by: { name: 'Dounia Assarag' } },
    })
    for (const kind of ['md', 'html'])
      expect(
        await plan.dounia.get<string>(
          `/api/plans/${plan.planId}/export.${kind}?version=${current?.versionId}`,
        ),
      ).toContain('via een link die Dounia Assarag doorgaf')
    // The check page is public, so it must not show the user who handed over a link.
    const check = await test.visitor().get<object>(`/api/checks/${current?.code}`)
    expect(check).toMatchObject({ agreed: [{ label: 'Wijkverpleging', signedIn: 'handed' }] })
    expect(JSON.stringify(check)).not.toContain('Dounia')
  })

  it('a person who was taken out of the plan is nobody, and can be chosen anew', async () => {
    await link(brink, brink, 'm4')
    await editPlan(test, { planId: plan.planId, who: plan.dounia }, (doc) => {
      rowCells(doc, 'people', 'm4')?.set(removedCell, true)
    })
    const { people } = await brink.get<{ people: { rowId: string }[] }>(
      `/api/plans/${plan.planId}/people`,
    )
    expect(people.map((person) => person.rowId)).toEqual(['m1', 'm2', 'm3', 'm5'])
    await present()
    expect((await seatOf('paramedici'))?.mandates).toMatchObject([{ link: 'none' }])
    const statement = await statementOf(brink, plan.planId, 'paramedici')
    expect(statement).toBe(
      'U tekent als Ilse Brink, voor Paramedici. Er wordt geen functie, organisatie of mandaat vastgelegd.',
    )
    // The record does not show the link or its author either.
    expect(await answer(brink, 'paramedici', { statement })).toMatchObject({ person: null })
    expect(
      await test.db.selectFrom('approvals').select(['person_row', 'linked_by']).execute(),
    ).toEqual([{ person_row: null, linked_by: null }])
    expect(await link(brink, brink, 'm3')).toBe('done')
  })

  it('a member who leaves leaves the person free', async () => {
    await linkTo(plan, brink, 'm4')
    await plan.dounia.ask('DELETE', `/api/plans/${plan.planId}/members/${await brink.userId()}`)
    const other = await join(test, plan, { name: 'Ilse Teer', discipline: 'paramedici' })
    expect(await link(plan.dounia, other, 'm4')).toBe('done')
  })

  it('before presenting everyone sees who would be asked, and as whom', async () => {
    expect((await seatOf('paramedici'))?.mandates).toMatchObject([
      { user: { name: 'Ilse Brink' }, isExpected: true, link: 'none', position: '' },
    ])
    const real = await join(test, plan, { name: 'I. ter Braakhuis', discipline: 'paramedici' })
    await linkTo(plan, real, 'm4')
    expect((await seatOf('paramedici'))?.mandates).toMatchObject([
      {
        user: { name: 'I. ter Braakhuis' },
        isExpected: true,
        link: 'coordinator',
        planName: 'Ilse ter Braakhuis',
        position: 'fysiotherapeut',
      },
    ])
    await present()
    expect((await seatOf('paramedici'))?.mandates).toMatchObject([
      { user: { name: 'I. ter Braakhuis' }, isExpected: false },
    ])
    expect(await answer(brink, 'paramedici')).toBe('403 no-mandate')
  })

  it('a mandate that was taken back does not come back by itself', async () => {
    await present()
    await plan.dounia.post(`/api/plans/${plan.planId}/mandates`, {
      seat: 'paramedici',
      userId: await brink.userId(),
      kind: 'withdrawn',
    })
    expect((await seatOf('paramedici', brink))?.canAnswer).toBe(false)
    expect(await answer(brink, 'paramedici')).toBe('403 no-mandate')
  })

  it('a practice is spoken for by the person whom a coordinator linked, not by one of that name', async () => {
    const planId = await plan.dounia.createPlan(examplePlan('meerpalen'))
    const kade = { dounia: plan.dounia, planId }
    const tjeerd = await join(test, kade, {
      name: 'Tjeerd Brandsteder',
      discipline: 'huisartsenzorg',
    })
    const { current } = await plan.dounia.post<Agreement>(`/api/plans/${planId}/presentations`)
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

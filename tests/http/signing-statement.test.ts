import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowCells } from '#shared/plan/layout.ts'
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

  it('SG1 nobody gets the function and organisations of a person with the same discipline, or of one with their name', async () => {
    const namesake = await join(its.test, its.plan, {
      name: 'Rens Ottenkamp',
      discipline: 'apothekers',
    })
    await its.present()
    for (const [person, seat, name] of [
      [its.brink, 'paramedici', 'Ilse Brink'],
      [namesake, 'apothekers', 'Rens Ottenkamp'],
    ] as const) {
      const shown = await its.seatOf(seat, person)
      expect(shown?.mandates).toMatchObject([
        { user: { name }, link: 'none', position: '', organisation: '', onBehalfOf: '', level: '' },
      ])
      expect(shown?.signing?.statement).toMatch(
        new RegExp(
          `^U tekent als ${name}, voor .*\\. Er wordt geen functie, organisatie of mandaat`,
        ),
      )
      expect(
        await its.answer(person, seat, { statement: shown?.signing?.statement }),
      ).toMatchObject({
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
    await linkTo(its.plan, its.brink, 'm4')
    await its.present()
    const statement = (await its.seatOf('paramedici', its.brink))?.signing?.statement
    expect(statement).toBe(
      'U tekent als Ilse Brink (in het plan: Ilse ter Braakhuis), fysiotherapeut bij Paramedisch Netwerk Broekerveld, namens Fysio Oosterbrug, Ergotherapie Handvat, Logopedie De Klank, Diëtisten IJsselrade, mandaat uitvoerend, voor Paramedici.',
    )
    expect(
      await its.answer(its.brink, 'paramedici', {
        statement: statement?.replace('uitvoerend', 'bestuurlijk'),
      }),
    ).toBe('409 statement-changed')
    expect(await its.answer(its.brink, 'paramedici', { statement })).toMatchObject({
      by: { name: 'Ilse Brink' },
      position: 'fysiotherapeut',
      organisation: 'Paramedisch Netwerk Broekerveld',
      level: 'Uitvoerend',
      person: { rowId: 'm4', name: 'Ilse ter Braakhuis', isSelfLinked: false },
      statement,
    })
  })

  it('SG2 an answer without a confirmation still counts, under the name of the account alone', async () => {
    await linkTo(its.plan, its.brink, 'm4')
    await its.present()
    expect(await its.answer(its.brink, 'paramedici')).toMatchObject({
      verdict: 'agreed',
      by: { name: 'Ilse Brink' },
      position: '',
      organisation: '',
      onBehalfOf: '',
      level: '',
      statement: null,
      person: null,
    })
    expect((await its.seatOf('paramedici'))?.standing.kind).toBe('agreed')
  })

  it('SG2 a statement that changed between reading and answering is not signed', async () => {
    await linkTo(its.plan, its.brink, 'm4')
    await its.present()
    const statement = await statementOf(its.brink, its.plan.planId, 'paramedici')
    for (const rowId of [null, 'm1'] as const) {
      await linkTo(its.plan, its.brink, rowId)
      expect(await its.answer(its.brink, 'paramedici', { statement })).toBe('409 statement-changed')
    }
    await linkTo(its.plan, its.brink, 'm4')
    await its.brink.ask('PATCH', '/api/me', { body: { name: 'I. Brink' } })
    expect(await its.answer(its.brink, 'paramedici', { statement })).toBe('409 statement-changed')
    expect((await its.agreement()).answers).toEqual([])
  })

  it('SG1 text that is written into the plan after the version was frozen is not signed', async () => {
    await its.present()
    await linkTo(its.plan, its.brink, 'm4')
    await editPlan(its.test, { planId: its.plan.planId, who: its.plan.dounia }, (doc) => {
      rowCells(doc, 'people', 'm4')?.set('position', 'directeur')
    })
    expect(await statementOf(its.brink, its.plan.planId, 'paramedici')).toContain(
      'fysiotherapeut bij',
    )
  })

  it('SG4 someone who linked themself signs so, and it stays to be seen; the right to answer is not taken by it', async () => {
    await its.link(its.brink, its.brink, 'm3')
    await its.present()
    expect((await its.seatOf('apothekers'))?.mandates).toEqual([])
    expect(await its.answer(its.brink, 'apothekers')).toBe('403 no-mandate')
    expect((await its.seatOf('paramedici'))?.mandates).toMatchObject([
      { user: { name: 'Ilse Brink' }, link: 'self', position: 'apotheker' },
    ])
    const statement = await statementOf(its.brink, its.plan.planId, 'paramedici')
    // The mandate of another seat does not count for this one.
    expect(statement).toBe(
      'U tekent als Ilse Brink (in het plan: Rens Ottenkamp), apotheker, namens Apotheek ’t Broek, voor Paramedici.',
    )
    expect(await its.answer(its.brink, 'paramedici', { statement })).toMatchObject({
      person: { rowId: 'm3', isSelfLinked: true },
      level: '',
    })
  })

  it('SG5 an answer in a session that someone handed over says by whom, also in the files', async () => {
    const newcomer = its.test.visitor()
    const { url } = await its.plan.dounia.post<{ url: string }>(
      `/api/plans/${its.plan.planId}/invites`,
      {
        role: 'editor',
        discipline: 'wijkverpleging',
      },
    )
    await newcomer.accept(url, { name: 'Gülcan Z.', email: 'gulcan@voorbeeld.nl' })
    const { current } = await its.present()
    expect((await its.seatOf('wijkverpleging', newcomer))?.signing?.signedInBy).toMatchObject({
      method: 'handed',
      by: { name: 'Dounia Assarag' },
    })
    expect(await its.answer(newcomer, 'wijkverpleging')).toMatchObject({
      signedInBy: { method: 'handed', by: { name: 'Dounia Assarag' } },
    })
    for (const kind of ['md', 'html'])
      expect(
        await its.plan.dounia.get<string>(
          `/api/plans/${its.plan.planId}/export.${kind}?version=${current?.versionId}`,
        ),
      ).toContain('via een link die Dounia Assarag doorgaf')
    // The check page is public, so it must not show the user who handed over a link.
    const check = await its.test.visitor().get<object>(`/api/checks/${current?.code}`)
    expect(check).toMatchObject({ agreed: [{ label: 'Wijkverpleging', signedIn: 'handed' }] })
    expect(JSON.stringify(check)).not.toContain('Dounia')
  })
})

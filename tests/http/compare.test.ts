import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CreatePlan } from '#shared/api/plans.ts'
import type { Day, Version } from '#shared/api/versions.ts'
import type { Comparison } from '#shared/compare/differences.ts'
import { tableOf } from '#shared/format/lookup.ts'
import { FormatSchema, type Table } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { addRow, moveRow, removeRow, setCell, setValue } from '#shared/plan/rows.ts'
import { editPlan } from './edit-plan.ts'
import { type Person, TestInstallation } from './installation.ts'

const format = FormatSchema.parse(medrie)
const plan: CreatePlan = {
  format: 'medrie-wijkplan',
  values: { wijk: 'Kraaienveen', availableBudgetCents: 1_500_000 },
  fields: { netwerk: 'Gereed op 31 maart 2026.' },
  tables: {
    themes: [
      { id: 't1', title: 'Eenzaamheid', goal: 'Langer thuis' },
      { id: 't2', title: 'Jeugd' },
    ],
    budget: [
      {
        id: 'b1',
        group: 't1',
        description: 'Coördinator',
        quantityHundredths: 12_500,
        rateCents: 7_500,
      },
    ],
  },
}

describe('comparing', () => {
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan(plan)
  })
  afterEach(() => test.close())

  const make = (name: string) => els.post<Version>(`/api/plans/${planId}/versions`, { name })
  const compare = (query: string) => els.get<Comparison>(`/api/plans/${planId}/compare${query}`)
  const brief = ({ sections }: Comparison) =>
    sections.flatMap(({ differences }) =>
      differences.map((difference) =>
        [difference.label, difference.kind === 'row' ? difference.change : difference.kind].join(
          ' | ',
        ),
      ),
    )
  const edit = (change: Parameters<typeof editPlan>[2]) =>
    editPlan(test, { planId, who: els }, change)

  it('tells per section and field what differs from a version, with totals and a line on top', async () => {
    const first = await make('Eerste')
    await edit((doc) => {
      setValue(doc, 'wijk', 'Kraaienveen Oost')
      setCell(doc, 'budget', 'b1', 'rateCents', 7_600)
      addRow(doc, tableOf(format, 'budget') as Table, {
        id: 'b2',
        cells: { group: 't1', description: 'Training', quantityHundredths: 125, rateCents: 9_620 },
      })
    })
    const found = await compare(`?from=${first.id}`)
    expect(brief(found)).toEqual([
      'Wijk | field',
      'Begrotingsregel Coördinator | kept',
      'Begrotingsregel Training | added',
    ])
    expect(found.summary).toMatchObject({
      text: '1 veld, 2 begrotingsregels, totaal +\u00a0€\u00a0245,25',
      fields: 1,
      totalCents: { old: 937_500, new: 962_025 },
    })
    const budget = found.sections[1]
    const [changed] = budget?.differences ?? []
    expect(
      changed?.kind === 'row' &&
        changed.cells.map(({ label, isComputed, content }) => [
          label,
          isComputed,
          content.kind === 'plain' && `${content.oldWords} → ${content.newWords}`,
        ]),
    ).toEqual([
      ['Uurtarief', false, '€\u00a075,00 → €\u00a076,00'],
      ['Begroot', true, '€\u00a09.375,00 → €\u00a09.500,00'],
    ])
    expect(
      budget?.totals.map(({ label, oldWords, newWords }) => `${label}: ${oldWords} → ${newWords}`),
    ).toContain('Totaal begroot: €\u00a09.375,00 → €\u00a09.620,25')
  })

  it('names rows that went and those that were put elsewhere, the fewest that explain the order', async () => {
    const first = await make('Eerste')
    await edit((doc) => {
      for (const [id, title] of [
        ['t3', 'Mantelzorg'],
        ['t4', 'Valpreventie'],
      ] as const)
        addRow(doc, tableOf(format, 'themes') as Table, { id, cells: { title } })
    })
    const second = await make('Tweede')
    await edit((doc) => {
      moveRow(doc, 'themes', 't4', 0)
      removeRow(doc, 'themes', 't2')
    })
    expect(brief(await compare(`?from=${second.id}&to=now`))).toEqual([
      'Thema 1: Valpreventie | kept',
      'Thema 2: Jeugd | removed',
    ])
    const [moved] = (await compare(`?from=${second.id}`)).sections[0]?.differences ?? []
    expect(moved).toMatchObject({ isMoved: true, oldIndex: 3, newIndex: 0, cells: [] })
    expect(brief(await compare(`?from=${first.id}&to=${second.id}`))).toEqual([
      'Thema 3: Mantelzorg | added',
      'Thema 4: Valpreventie | added',
    ])
    // In the other direction additions become removals.
    expect(brief(await compare(`?from=${second.id}&to=${first.id}`))).toEqual([
      'Thema 3: Mantelzorg | removed',
      'Thema 4: Valpreventie | removed',
    ])
    expect(await compare(`?from=${first.id}&to=${first.id}`)).toMatchObject({
      sections: [],
      summary: { text: 'Geen verschillen' },
    })
  })

  it('is refused for what is no version of this plan, and for versions of another form', async () => {
    const version = await make('Eerste')
    const other = await els.createPlan(plan)
    const foreign = await els.post<Version>(`/api/plans/${other}/versions`, {
      name: 'Van een ander plan',
    })
    const refusal = (query: string) => els.refusal('GET', `/api/plans/${planId}/compare${query}`)
    expect(await refusal('?from=bestaat-niet')).toBe('404 version-not-found')
    expect(await refusal(`?from=${foreign.id}&to=${version.id}`)).toBe('404 version-not-found')
    // As after a plan was moved to a newer form.
    const newer = format.version + 1
    await test.db
      .insertInto('plan_formats')
      .values({
        id: format.id,
        version: newer,
        json: JSON.stringify({ ...medrie, version: newer }),
      })
      .execute()
    const row = await test.db
      .selectFrom('versions')
      .selectAll()
      .where('id', '=', version.id)
      .executeTakeFirstOrThrow()
    await test.db
      .insertInto('versions')
      .values({
        ...row,
        id: 'nieuwer',
        number: 2,
        format_version: newer,
        packing: 'none',
        content: Buffer.from(
          JSON.stringify({
            ...JSON.parse(gunzipSync(row.content).toString()),
            format: { id: format.id, version: newer },
          }),
        ),
      })
      .execute()
    expect(await refusal(`?from=${version.id}&to=nieuwer`)).toBe('409 formats-differ')
  })

  it('history tells who worked on what, day by day', async () => {
    const noor = await test.person('Noor')
    await noor.accept(await els.invite(planId, 'editor'))
    const ids = { els: await els.userId(), noor: await noor.userId() }
    const at = (day: string) => Date.parse(day)
    const worked = (
      user: string,
      when: string,
      place: { kind: 'field' | 'row' | 'cell'; part: string; row?: string; column?: string },
      seq: number,
    ) =>
      test.db
        .insertInto('plan_activity')
        .values({
          plan_id: planId,
          row: '',
          column: '',
          ...place,
          user_id: user,
          first_seq: seq,
          last_seq: seq,
          first_at: at(when),
          last_at: at(when),
          old_value: null,
        })
        .execute()
    // 23:30 in London is the next day in the Netherlands.
    await worked(ids.els, '2026-01-12T23:30:00Z', { kind: 'field', part: 'netwerk' }, 3)
    await worked(
      ids.noor,
      '2026-01-13T10:00:00Z',
      { kind: 'cell', part: 'themes', row: 't1', column: 'goal' },
      4,
    )
    await worked(
      ids.noor,
      '2026-01-13T11:00:00Z',
      { kind: 'cell', part: 'themes', row: 't1', column: 'title' },
      5,
    )
    await worked(
      ids.els,
      '2026-01-12T10:00:00Z',
      { kind: 'row', part: 'themes', row: 'weg', column: 'removed' },
      2,
    )
    // Of the year: no work on the form, and in no version.
    await worked(
      ids.els,
      '2026-01-12T11:00:00Z',
      { kind: 'cell', part: 'budget', row: 'b1', column: 'actualCents' },
      6,
    )
    await worked(
      ids.noor,
      '2026-01-12T12:00:00Z',
      { kind: 'row', part: 'hours', row: 'weg', column: 'removed' },
      7,
    )
    const { days } = await noor.get<{ days: Day[] }>(`/api/plans/${planId}/history`)
    expect(days.map(({ year }) => year.length)).toEqual([0, 2])
    expect(
      days[1]?.year.map(({ kind, place, parts, by, at }) => [
        kind,
        place,
        parts.join(),
        by[0]?.name,
        at,
      ]),
    ).toEqual([
      ['changed', 'Begrotingsregel Coördinator', 'Werkelijk', 'Els', '2026-01-12T11:00:00.000Z'],
      ['removed', 'Urenregel verwijderd', '', 'Noor', '2026-01-12T12:00:00.000Z'],
    ])
    expect(
      days.map(({ day, people }) => [
        day,
        ...people.map(({ by, places }) => `${by.name}: ${places.join(', ')}`),
      ]),
    ).toEqual([
      ['2026-01-13', 'Noor: Thema 1: Eenzaamheid', 'Els: Het netwerk'],
      ['2026-01-12', 'Els: Thema verwijderd'],
    ])
  })
})

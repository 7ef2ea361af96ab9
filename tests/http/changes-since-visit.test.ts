import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { ChangesSinceVisit } from '#shared/api/changes-since-visit.ts'
import type { CreatePlan } from '#shared/api/plans.ts'
import { tableOf } from '#shared/format/lookup.ts'
import { FormatSchema, type Table } from '#shared/format/schema.ts'
import { fieldFragment } from '#shared/plan/layout.ts'
import { addRow, moveRow, removeRow, setCell, setValue } from '#shared/plan/rows.ts'
import { type Person, TestInstallation } from './installation.ts'

const format = FormatSchema.parse(
  JSON.parse(
    readFileSync(new URL('../../shared/formats/medrie-wijkplan.json', import.meta.url), 'utf8'),
  ),
)
const themes = tableOf(format, 'themes') as Table
const plan: CreatePlan = {
  format: 'medrie-wijkplan',
  values: { wijk: 'Kraaienveen' },
  tables: {
    themes: [
      { id: 't1', title: 'Eenzaamheid' },
      { id: 't2', title: 'Veilig thuis' },
    ],
    budget: [
      { id: 'b1', group: 't2', description: 'Training', quantityHundredths: 125, rateCents: 9620 },
    ],
  },
}
const minute = 60_000

describe('since the last visit', () => {
  let test: TestInstallation
  let els: Person
  let noor: Person
  let rens: Person
  let planId: string
  beforeEach(async () => {
    test = await TestInstallation.open()
    els = await test.person('Els')
    planId = await els.createPlan(plan)
    noor = await test.person('Noor')
    rens = await test.person('Rens')
    await noor.accept(await els.invite(planId, 'editor'))
    await rens.accept(await els.invite(planId, 'commenter'))
    for (const person of [els, noor, rens]) await visit(person)
  })
  afterEach(() => test.close())

  const since = (who: Person) => who.get<ChangesSinceVisit>(`/api/plans/${planId}/since`)
  const visit = (who: Person, body: unknown = {}) => who.post(`/api/plans/${planId}/visits`, body)
  const brief = ({ lines }: ChangesSinceVisit) =>
    lines.map((line) =>
      [line.kind, line.place, ...line.parts, ...line.by.map((person) => person.name)].join(' | '),
    )

  /** A change by a user, as it reaches an open plan from its log. */
  async function edit(who: Person, change: (doc: Y.Doc) => void): Promise<void> {
    const { rooms, log } = test.installation
    const { seq } = await test.db
      .selectFrom('plans')
      .select('seq')
      .where('id', '=', planId)
      .executeTakeFirstOrThrow()
    const theirs = new Y.Doc()
    Y.applyUpdate(theirs, await rooms.read(planId, seq, (doc) => Y.encodeStateAsUpdate(doc)))
    const before = Y.encodeStateVector(theirs)
    theirs.transact(() => change(theirs))
    const [committed] = await log.append([
      {
        planId,
        actor: await who.userId(),
        body: { kind: 'update', update: Y.encodeStateAsUpdate(theirs, before) },
      },
    ])
    if (committed === undefined) throw new Error('not committed')
    await rooms.read(planId, committed.seq, () => undefined)
  }
  const type = (field: string) => (doc: Y.Doc) =>
    fieldFragment(doc, field).insert(0, [new Y.XmlElement('paragraph')])

  it('tells which texts, rows and amounts changed, by whom, newest first', async () => {
    await edit(noor, type('netwerk'))
    test.clock.advance(minute)
    await edit(els, type('netwerk'))
    test.clock.advance(minute)
    await edit(noor, (doc) => setCell(doc, 'budget', 'b1', 'quantityHundredths', 200))
    await edit(noor, (doc) => setCell(doc, 'budget', 'b1', 'rateCents', null))
    test.clock.advance(minute)
    await edit(els, (doc) => setValue(doc, 'availableBudgetCents', 1_000_000))
    const told = await since(rens)
    expect(brief(told)).toEqual([
      'changed | Begroting en tijd, Beschikbaar budget | Els',
      'changed | Begrotingsregel Training | Aantal uren | Uurtarief | Noor',
      'changed | Het netwerk | Noor | Els',
    ])
    expect(told.lines[0]).toMatchObject({
      target: { kind: 'value', field: 'availableBudgetCents' },
      amounts: [{ unit: 'cents', from: null, to: 1_000_000 }],
    })
    expect(told.lines[1]).toMatchObject({
      target: { kind: 'row', table: 'budget', row: 'b1' },
      amounts: [
        {
          column: 'quantityHundredths',
          label: 'Aantal uren',
          unit: 'hundredths',
          from: 125,
          to: 200,
        },
        { column: 'rateCents', unit: 'cents', from: 9620, to: null },
      ],
      at: new Date(test.clock.now() - minute).toISOString(),
    })
    expect(told.more).toBe(0)
    // The user's own changes are not reported.
    expect(brief(await since(noor))).toEqual([
      'changed | Begroting en tijd, Beschikbaar budget | Els',
      'changed | Het netwerk | Els',
    ])
  })

  it('rows that came, went and moved; what was taken back is no news', async () => {
    await edit(noor, (doc) => addRow(doc, themes, { id: 't3', cells: { title: 'Valpreventie' } }))
    await edit(noor, (doc) => setCell(doc, 'themes', 't3', 'title', 'Vallen voorkomen'))
    await edit(noor, (doc) => moveRow(doc, 'themes', 't2', 0))
    await edit(noor, (doc) => removeRow(doc, 'themes', 't1'))
    await edit(noor, (doc) => addRow(doc, themes, { id: 't4', cells: { title: 'Vergissing' } }))
    await edit(noor, (doc) => removeRow(doc, 'themes', 't4'))
    await edit(noor, (doc) => setCell(doc, 'budget', 'b1', 'quantityHundredths', 200))
    await edit(els, (doc) => setCell(doc, 'budget', 'b1', 'quantityHundredths', 125))
    expect(brief(await since(rens)).sort()).toEqual([
      'added | Thema 2: Vallen voorkomen | Noor',
      'moved | Thema 1: Veilig thuis | Noor',
      'removed | Thema verwijderd | Noor',
    ])
  })

  it('starts again at each visit, with the amounts of that visit, also while someone goes on', async () => {
    await edit(noor, (doc) => setCell(doc, 'budget', 'b1', 'quantityHundredths', 200))
    const first = await since(rens)
    await visit(rens, { seq: first.seq })
    expect((await since(rens)).lines).toEqual([])
    await edit(noor, (doc) => setCell(doc, 'budget', 'b1', 'quantityHundredths', 300))
    expect((await since(rens)).lines[0]?.amounts).toMatchObject([{ from: 200, to: 300 }])
    expect((await since(els)).lines[0]?.amounts).toMatchObject([{ from: 125, to: 300 }])
  })

  it('misses nothing between looking and leaving', async () => {
    const looked = await since(rens)
    await edit(noor, type('netwerk'))
    await visit(rens, { seq: looked.seq })
    expect(brief(await since(rens))).toEqual(['changed | Het netwerk | Noor'])
    await visit(rens, { seq: looked.seq - 1 })
    await visit(rens, { seq: 1_000_000 })
    await edit(noor, type('leden'))
    expect(brief(await since(rens))).toEqual([
      'changed | Betrokken partijen, Leden wijkkernteam | Noor',
    ])
  })

  it('new threads by others, for anyone who may read them', async () => {
    const thread = await noor.post<{ id: string }>(`/api/plans/${planId}/threads`, {
      target: { kind: 'row', table: 'themes', row: 't2' },
      body: `Wie trekt dit?\n${'Nog veel meer. '.repeat(20)}`,
    })
    const [line] = (await since(rens)).lines
    expect(line).toMatchObject({
      kind: 'thread',
      place: 'Thema 2: Veilig thuis',
      threadId: thread.id,
      by: [{ name: 'Noor' }],
    })
    expect(line?.excerpt).toMatch(/^Wie trekt dit\? Nog veel.{50,120}…$/)
    expect((await since(noor)).lines).toEqual([])
    await els.ask('PATCH', `/api/plans/${planId}/members/${await rens.userId()}`, {
      body: { role: 'reader' },
    })
    expect((await since(rens)).lines).toEqual([])
  })

  it('is one screen at most, and nothing for anyone who comes for the first time', async () => {
    for (let n = 0; n < 15; n++) {
      test.clock.advance(1000)
      await edit(noor, (doc) =>
        addRow(doc, themes, { id: `nieuw${n}`, cells: { title: `Nieuw ${n}` } }),
      )
    }
    const { lines, more } = await since(rens)
    expect([lines.length, more, lines[0]?.place]).toEqual([12, 3, 'Thema 17: Nieuw 14'])
    const wim = await test.person('Wim')
    await wim.accept(await els.invite(planId, 'reader'))
    expect(await since(wim)).toMatchObject({ visitedAt: null, lines: [], more: 0 })
  })

  it('a burst of typing is one row, kept through compaction, and without words', async () => {
    for (const words of ['Geheim een', 'Geheim twee'])
      await edit(noor, (doc) => setCell(doc, 'themes', 't1', 'title', words))
    test.clock.advance(3000)
    await test.installation.activity.settle()
    const rows = await test.db.selectFrom('plan_activity').selectAll().execute()
    expect(rows).toMatchObject([
      {
        kind: 'cell',
        part: 'themes',
        row: 't1',
        column: 'title',
        user_id: await noor.userId(),
        old_value: null,
      },
    ])
    expect(rows[0]?.last_seq).toBe((rows[0]?.first_seq ?? 0) + 1)
    await edit(noor, (doc) => setCell(doc, 'themes', 't1', 'title', 'Geheim drie'))
    await test.installation.activity.settle()
    expect(await test.db.selectFrom('plan_activity').select('last_seq').execute()).toEqual([
      { last_seq: (rows[0]?.last_seq ?? 0) + 1 },
    ])
  })

  it('a visit that was noted twice, as by two nodes, is stored once', async () => {
    await edit(noor, type('netwerk'))
    await test.installation.activity.settle(planId)
    const before = await test.db.selectFrom('plan_activity').selectAll().execute()
    const doc = new Y.Doc()
    const { activity } = test.installation
    doc.once('afterTransaction', (transaction: Y.Transaction) =>
      activity.look(
        planId,
        transaction,
      )({ seq: before[0]?.last_seq ?? 0, at: test.clock.now(), actor: 'u' }),
    )
    doc.transact(() => type('leden')(doc))
    await test.installation.activity.settle(planId)
    expect(await test.db.selectFrom('plan_activity').selectAll().execute()).toEqual(before)
  })
})

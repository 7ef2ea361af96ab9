import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { blocksOf, tablesOf, valuesOf } from '../format/lookup.ts'
import { FormatSchema } from '../format/schema.ts'
import type { Target } from '../plan/content.ts'
import { placeOf } from './place-name.ts'
import { checkTarget } from './target.ts'

const folder = new URL('../formats/', import.meta.url)
const formats = readdirSync(folder).map((name) =>
  FormatSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))),
)
const [hecht, medrie] = ['hecht-wijkverband', 'medrie-wijkplan'].map(
  (id) => formats.find((format) => format.id === id) as (typeof formats)[number],
) as [(typeof formats)[number], (typeof formats)[number]]
const hasRow = (_: string, row: string) => row === 't2'
const check = (target: Target, format = medrie) => checkTarget(target, format, hasRow)

describe('the target of a thread', () => {
  it.each([
    [{ kind: 'plan', field: 'leden' }, { kind: 'plan' }],
    [
      { kind: 'section', section: 'themas' },
      { kind: 'section', section: 'themas' },
    ],
    [
      { kind: 'field', field: 'wijk' },
      { kind: 'value', field: 'wijk' },
    ],
    [
      { kind: 'table', table: 'budget', row: 'x' },
      { kind: 'table', table: 'budget' },
    ],
    [
      { kind: 'field', field: 'budget' },
      { kind: 'table', table: 'budget' },
    ],
    [
      { kind: 'row', table: 'themes', row: 't2', column: 'goal' },
      { kind: 'row', table: 'themes', row: 't2' },
    ],
    [
      { kind: 'cell', table: 'budget', row: 't2', column: 'differenceCents' },
      { kind: 'cell', table: 'budget', row: 't2', column: 'differenceCents' },
    ],
  ] satisfies [Target, Target][])('%j is %j, without words to point at', (given, target) => {
    expect(check(given)).toEqual({ kind: 'found', target, holdsText: false })
  })

  it('a range lies in a rich text, of the plan or of a row', () => {
    expect(check({ kind: 'field', field: 'netwerk' })).toMatchObject({
      kind: 'found',
      holdsText: true,
    })
    expect(check({ kind: 'cell', table: 'themes', row: 't2', column: 'result' })).toMatchObject({
      kind: 'found',
      holdsText: true,
    })
  })

  it('a checklist, and each of its items and notes', () => {
    const item = 'checkAfgestemd'
    expect(check({ kind: 'field', field: 'checklist' }, hecht)).toMatchObject({
      kind: 'found',
      target: { kind: 'field', field: 'checklist' },
    })
    for (const field of [item, `${item}Note`])
      expect(check({ kind: 'value', field }, hecht)).toMatchObject({
        kind: 'found',
        target: { kind: 'value', field },
      })
  })

  it.each([
    { kind: 'section' },
    { kind: 'section', section: 'bestaat-niet' },
    { kind: 'field', field: 'constructor' },
    { kind: 'value' },
    { kind: 'table', table: '__proto__' },
    { kind: 'row', table: 'themes' },
    { kind: 'row', table: 'themes', row: '../t2' },
    { kind: 'row', table: 'bestaat-niet', row: 't2' },
    { kind: 'cell', table: 'themes', row: 't2', column: 'order' },
    { kind: 'cell', table: 'themes', row: 't2' },
  ] satisfies Target[])('%j is not in the form', (target) => {
    expect(check(target)).toEqual({ kind: 'unknown' })
  })

  it('a row that is not there is gone', () => {
    expect(check({ kind: 'row', table: 'themes', row: 't9' })).toEqual({ kind: 'gone' })
    expect(check({ kind: 'cell', table: 'themes', row: 't9', column: 'goal' })).toEqual({
      kind: 'gone',
    })
  })
})

describe('a place by name', () => {
  const tables = {
    themes: [
      { id: 't1', title: 'Eenzaamheid' },
      { id: 't2', title: 'Veilig thuis' },
      { id: 't3', title: '' },
    ],
    budget: [
      { id: 'b1', description: 'Training baliemedewerkers' },
      { id: 'b2', description: null },
    ],
    parties: [{ id: 'p1', name: 'Praktijk De Linde' }],
    contacts: [{ id: 'c1', party: 'p1' }],
    quarterReports: [{ id: 'q1', quarter: 'bestaat-niet' }],
  }
  const place = (target: Target, format = medrie) => placeOf(target, format, { tables })

  it.each([
    [{ kind: 'plan' }, 'Het hele plan'],
    [{ kind: 'section', section: 'netwerkvorming' }, 'Het netwerk'],
    [{ kind: 'field', field: 'netwerk' }, 'Het netwerk'],
    [{ kind: 'field', field: 'leden' }, 'Betrokken partijen, Leden wijkkernteam'],
    [{ kind: 'value', field: 'wijk' }, 'Plangegevens, Wijk'],
    [{ kind: 'table', table: 'budget' }, 'Begroting en tijd, Begroting'],
    [{ kind: 'row', table: 'themes', row: 't2' }, 'Thema 2: Veilig thuis'],
    [{ kind: 'row', table: 'themes', row: 't3' }, 'Thema 3'],
    [
      { kind: 'cell', table: 'themes', row: 't2', column: 'result' },
      'Thema 2: Veilig thuis, Resultaat',
    ],
    [{ kind: 'row', table: 'budget', row: 'b1' }, 'Begrotingsregel Training baliemedewerkers'],
    [
      { kind: 'cell', table: 'budget', row: 'b2', column: 'rateCents' },
      'Begrotingsregel zonder naam, Uurtarief',
    ],
    [{ kind: 'row', table: 'themes', row: 'weg' }, null],
  ] satisfies [Target, string | null][])('%j is %j', (target, name) => {
    expect(place(target)).toBe(name)
  })

  it('a row known by another row is named after it', () => {
    const rijnmond = formats.find((format) => format.id === 'rijnmond-wijkplan')
    expect(place({ kind: 'row', table: 'contacts', row: 'c1' }, rijnmond)).toBe(
      'Maandcontact Praktijk De Linde',
    )
  })

  it('every place of every form has one', () => {
    for (const format of formats) {
      const targets: Target[] = [
        ...format.sections.map((section): Target => ({ kind: 'section', section: section.id })),
        ...[...blocksOf(format)].map(({ block }): Target => ({ kind: 'field', field: block.id })),
        ...valuesOf(format).map((value): Target => ({ kind: 'value', field: value.id })),
        ...tablesOf(format).map((table): Target => ({ kind: 'table', table: table.id })),
      ]
      for (const target of targets) {
        const checked = check(target, format)
        expect(checked.kind).toBe('found')
        const name = checked.kind === 'found' ? place(checked.target, format) : null
        expect(name).toMatch(/^.{2,}[^:\s]$/)
        expect((name ?? '').length).toBeLessThan(130)
      }
    }
  })
})

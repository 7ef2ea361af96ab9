import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Format, FormatSchema } from '../format/schema.ts'
import type { PlanContent, Row } from '../plan/content.ts'
import { plainDoc } from '../richtext/plain-text.ts'
import { findSubstantiveChanges } from './editorial.ts'
import { peopleOf, seatsOf } from './seats.ts'
import { signatoryOf, signingStatement } from './signatory.ts'
import {
  type Answer,
  type AnswerKind,
  missingSeats,
  type Presented,
  standingOf,
} from './standing.ts'

const load = (id: string): Format =>
  FormatSchema.parse(
    JSON.parse(readFileSync(new URL(`../formats/${id}.json`, import.meta.url), 'utf8')),
  )
const example = (
  name: string,
): {
  values: PlanContent['values']
  fields: Record<string, string>
  tables: Record<string, Row[]>
} =>
  JSON.parse(
    readFileSync(new URL(`../../tests/fixtures/plans/${name}.json`, import.meta.url), 'utf8'),
  ).body
function contentOf(name: string, formatId: string): PlanContent {
  const { values, fields, tables } = example(name)
  return {
    format: { id: formatId, version: 3 },
    epoch: 'e',
    seq: 1,
    values,
    fields: Object.fromEntries(Object.entries(fields).map(([id, text]) => [id, plainDoc(text)])),
    tables,
    totals: {},
    problems: [],
  }
}

describe('the seats that are asked', () => {
  it('Medrie: the three domains of the core team', () => {
    expect(
      seatsOf(load('medrie-wijkplan'), contentOf('kraaienveen', 'medrie-wijkplan')).map(
        (seat) => seat.label,
      ),
    ).toEqual(['Huisartsenzorg', 'Wijkverpleging', 'Sociaal domein'])
  })

  it('Hecht wijkverband: the five minimal parties, with function, organisation and for whom they speak', () => {
    const seats = seatsOf(load('hecht-wijkverband'), contentOf('broekerveld', 'hecht-wijkverband'))
    expect(seats.map((seat) => seat.id)).toEqual([
      'huisartsenzorg',
      'wijkverpleging',
      'apothekers',
      'sociaal-werk',
      'paramedici',
    ])
    expect(seats[1]?.speakers[0]).toEqual({
      rowId: 'm2',
      name: 'Gülcan Zijderveldt',
      position: 'wijkverpleegkundige',
      organisation: 'Thuiszorg De Wetering',
      level: 'Uitvoerend',
      onBehalfOf: 'Thuiszorg De Wetering, Zorg Dichtbij IJsselrade, Buurtzuster Oost',
    })
  })

  it('Rijnmond: each connected practice and the wijkcoördinator; a practice that is not connected is not asked', () => {
    const seats = seatsOf(load('rijnmond-wijkplan'), contentOf('meerpalen', 'rijnmond-wijkplan'))
    expect(seats.map((seat) => seat.id)).toEqual(['h1', 'h2', 'h3', 'h4', 'h5', 'wijkcoordinator'])
    expect(seats[0]).toMatchObject({ label: 'Huisartsenpraktijk Kade 12', isByName: true })
    expect(seats[0]?.speakers.map(({ rowId, position }) => [rowId, position])).toEqual([
      ['m2', 'huisarts'],
    ])
    expect(seats.at(-1)?.speakers[0]?.name).toBe('Femke IJsselmuiden-Kooi')
  })
})

describe('as whom someone signs', () => {
  const format = load('hecht-wijkverband')
  const content = contentOf('broekerveld', 'hecht-wijkverband')
  const seats = seatsOf(format, content)
  const as = (name: string, seat: string, rowId: string | null, isDeputy = false) =>
    signingStatement(
      signatoryOf({
        name,
        seat: seats.find((one) => one.id === seat) ?? { label: '', speakers: [] },
        speaker: peopleOf(format, content).find((person) => person.rowId === rowId) ?? null,
        isDeputy,
      }),
    )

  it.each([
    [
      'of the organisations that the plan names',
      as('Gülcan Zijderveldt', 'wijkverpleging', 'm2'),
      'U tekent als Gülcan Zijderveldt, wijkverpleegkundige bij Thuiszorg De Wetering, namens Thuiszorg De Wetering, Zorg Dichtbij IJsselrade, Buurtzuster Oost, mandaat uitvoerend, voor Wijkverpleging.',
    ],
    [
      'of their own organisation',
      as('Rens Ottenkamp', 'apothekers', 'm3'),
      'U tekent als Rens Ottenkamp, apotheker, namens Apotheek ’t Broek, mandaat bestuurlijk, voor Apothekers.',
    ],
    [
      'under another name than that of the account',
      as('R. Ottenkamp', 'apothekers', 'm3'),
      'U tekent als R. Ottenkamp (in het plan: Rens Ottenkamp), apotheker, namens Apotheek ’t Broek, mandaat bestuurlijk, voor Apothekers.',
    ],
    [
      'a deputy: the mandate of their own seat is none of this one’s',
      as('Wouter van den Hoogewal', 'apothekers', 'm1', true),
      'U tekent als Wouter van den Hoogewal, huisarts, namens Huisartsengroep Broekerveld (drie praktijken), voor Apothekers, als plaatsvervanger.',
    ],
    [
      'an account that is not linked, whatever its name and discipline',
      as('Ilse ter Braakhuis', 'paramedici', null),
      'U tekent als Ilse ter Braakhuis, voor Paramedici. Er wordt geen functie, organisatie of mandaat vastgelegd.',
    ],
  ])('%s', (_, statement, expected) => {
    expect(statement).toBe(expected)
  })
})

describe('where a seat stands', () => {
  const v1: Presented = { versionId: 'v1', editorialOf: null }
  const v2: Presented = { versionId: 'v2', editorialOf: null }
  const v2Editorial: Presented = { versionId: 'v2', editorialOf: 'v1' }
  let id = 0
  const answer = (versionId: string, verdict: AnswerKind, seat = 'apothekers'): Answer => ({
    id: String(id++),
    versionId,
    seat,
    verdict,
  })
  const stands = (presented: Presented[], ...answers: Answer[]) =>
    standingOf('apothekers', presented, answers).kind

  it.each([
    ['nobody was asked', [], [], 'waiting'],
    ['silence is never akkoord', [v1], [], 'waiting'],
    ['an answer counts on its version', [v1], [answer('v1', 'agreed')], 'agreed'],
    ['with a remark too', [v1], [answer('v1', 'agreed-with-remark')], 'agreed'],
    ['niet akkoord is not akkoord', [v1], [answer('v1', 'not-agreed')], 'not-agreed'],
    [
      'one that was withdrawn counts no more',
      [v1],
      [answer('v1', 'agreed'), answer('v1', 'withdrawn')],
      'withdrawn',
    ],
    [
      'and can be given again',
      [v1],
      [answer('v1', 'not-agreed'), answer('v1', 'withdrawn'), answer('v1', 'agreed')],
      'agreed',
    ],
    ['a newer version leaves it behind', [v1, v2], [answer('v1', 'agreed')], 'outdated'],
    ['until it is confirmed', [v1, v2], [answer('v1', 'agreed'), answer('v2', 'agreed')], 'agreed'],
    ['spelling alone leaves it standing', [v1, v2Editorial], [answer('v1', 'agreed')], 'agreed'],
    ['also a no', [v1, v2Editorial], [answer('v1', 'not-agreed')], 'not-agreed'],
    [
      'and one withdrawn before',
      [v1, v2Editorial],
      [answer('v1', 'agreed'), answer('v1', 'withdrawn')],
      'withdrawn',
    ],
    [
      'withdrawn on the older version is nothing on the newer',
      [v1, v2],
      [answer('v1', 'agreed'), answer('v1', 'withdrawn')],
      'waiting',
    ],
    ['answers of others are theirs', [v1], [answer('v1', 'agreed', 'huisartsenzorg')], 'waiting'],
  ] as const)('%s', (_, presented, answers, expected) => {
    expect(stands([...presented], ...answers)).toBe(expected)
  })

  it('missing answers are listed by seat', () => {
    expect(missingSeats(['apothekers', 'paramedici'], [v1], [answer('v1', 'agreed')])).toEqual([
      'paramedici',
    ])
  })
})

describe('redactioneel', () => {
  const format = load('hecht-wijkverband')
  const before = contentOf('broekerveld', 'hecht-wijkverband')
  const field = (text: string): PlanContent => ({
    ...before,
    fields: { ...before.fields, huidigeSituatie: plainDoc(text) },
  })
  const reasons = (a: PlanContent, b: PlanContent) =>
    findSubstantiveChanges(a, b, format).map((found) => found.reason)

  it('is a change of spelling', () => {
    expect(
      reasons(
        field('Wij bespreken dit elke 2 weken in het overleg.'),
        field('We bespreken dit elke 2 weken, in het overleg!'),
      ),
    ).toEqual([])
    expect(
      reasons(before, {
        ...before,
        values: { ...before.values, team: 'Hecht wijkverband Broekerveld' },
      }),
    ).toEqual([])
  })

  it('is nothing at all, in whatever order the keys stand', () => {
    const turned = (before.tables['people'] ?? []).map(
      (row) => Object.fromEntries(Object.entries(row).toReversed()) as Row,
    )
    expect(reasons(before, { ...before, tables: { ...before.tables, people: turned } })).toEqual([])
  })

  it.each([
    ['a number in a text', field('elke 2 weken'), field('elke 3 weken')],
    ['a number in words', field('elke twee weken'), field('elke drie weken')],
    ['one or more', field('er is één aanspreekpunt'), field('er is geen aanspreekpunt')],
    ['a date in a text', field('klaar in maart'), field('klaar in april')],
    ['an amount', field('kost € 1.200,00'), field('kost € 1.300,00')],
    ['a word that turns it round', field('wij doen dit'), field('wij doen dit niet')],
    ['a number that moved', field('2 artsen en 3 zusters'), field('3 artsen en 2 zusters')],
  ])('is not %s', (_, a, b) => {
    expect(reasons(a, b)).toEqual(['number'])
  })

  it('is not a date, an answer, or any cell of a table', () => {
    const values = (changed: PlanContent['values']) => ({
      ...before,
      values: { ...before.values, ...changed },
    })
    expect(reasons(before, values({ periodTo: '2026-11-30' }))).toEqual(['date'])
    expect(reasons(before, values({ checkGedragen: 'nee' }))).toEqual(['choice'])
    expect(reasons(before, values({ inhabitants: 13_481 }))).toEqual(['number'])
    const themes = (before.tables['themes'] ?? []).map((row, index) =>
      index === 0 ? { ...row, title: 'Andere naam' } : row,
    )
    expect(reasons(before, { ...before, tables: { ...before.tables, themes } })).toEqual(['table'])
    expect(
      reasons(before, {
        ...before,
        tables: { ...before.tables, themes: (before.tables['themes'] ?? []).toReversed() },
      }),
    ).toEqual(['table'])
    const { id, version } = before.format
    expect(reasons(before, { ...before, format: { id, version: version + 1 } })).toEqual(['form'])
    const end = (before.tables['vragenlijst'] ?? []).map((row) => ({ ...row, end: '4' }))
    expect(reasons(before, { ...before, tables: { ...before.tables, vragenlijst: end } })).toEqual(
      [],
    )
  })
})

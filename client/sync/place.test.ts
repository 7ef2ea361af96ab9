import { describe, expect, it } from 'vitest'
import { FormatSchema } from '#shared/format/schema.ts'
import hecht from '#shared/formats/hecht-wijkverband.json' with { type: 'json' }
import { cellPlace, fieldPlace, parsePlace, placesOf, rowPlace, sectionOf } from './place.ts'

const format = FormatSchema.parse(hecht)

describe('names of places', () => {
  it('can be taken apart again', () => {
    expect(parsePlace(fieldPlace('team'))).toEqual({ field: 'team' })
    expect(parsePlace(cellPlace('budget', 'r_1', 'rateCents'))).toEqual({
      table: 'budget',
      row: 'r_1',
      column: 'rateCents',
    })
    expect(parsePlace(rowPlace('themes', 't1'))).toEqual({ table: 'themes', row: 't1' })
    expect(parsePlace('else/x')).toBeNull()
    expect(parsePlace('cell/budget')).toBeNull()
  })

  it('fall back from a cell to its section', () => {
    expect(
      placesOf({ kind: 'cell', table: 'budget', row: 'r1', column: 'rateCents' }, format),
    ).toEqual(['cell/budget/r1/rateCents', 'row/budget/r1', 'table/budget', 'section/begroting'])
    expect(placesOf({ kind: 'value', field: 'checkGedragen' }, format)).toEqual([
      'field/checkGedragen',
      'section/afsluiting',
    ])
    expect(placesOf({ kind: 'plan' }, format)).toEqual([])
  })

  it('find the section of notes and measurement dates too', () => {
    expect(sectionOf({ field: 'checkAfgestemdNote' }, format)?.id).toBe('afsluiting')
    expect(sectionOf({ field: 'startDate' }, format)?.id).toBe('huidig')
  })
})

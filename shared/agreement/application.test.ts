import { describe, expect, it } from 'vitest'
import { type Application, applicationKey, judgeApplication, missingData } from './application.ts'

const wanted: Application = {
  scheme: 'hecht-wijkverband',
  gemeente: 'IJsselrade',
  wijk: 'Het Broekerveld',
  periodFrom: '2026-02-01',
  periodTo: '2026-12-31',
}

/** The application that was submitted before, and the outcome for Het Broekerveld. */
const cases: readonly (readonly [string, Partial<Application>, 'taken' | 'near' | 'free'])[] = [
  ['the same', {}, 'taken'],
  ['without its article', { wijk: 'Broekerveld' }, 'taken'],
  ['with another article', { wijk: '’t Broekerveld' }, 'taken'],
  ['in capitals, with spaces', { wijk: '  HET  BROEKERVELD ' }, 'taken'],
  ['with an accent', { wijk: 'Het Bröekerveld' }, 'taken'],
  ['with "gemeente" before its name', { gemeente: 'Gemeente IJsselrade' }, 'taken'],
  ['the gemeente with the ligature', { gemeente: 'Ĳsselrade' }, 'taken'],
  ['submitted before the gemeente was stored', { gemeente: '' }, 'taken'],
  ['the last day of the other is the first of this', { periodTo: '2026-02-01' }, 'taken'],
  ['the other ended a day before', { periodTo: '2026-01-31', periodFrom: '2025-02-01' }, 'free'],
  ['the other begins a day after', { periodFrom: '2027-01-01', periodTo: '2027-12-31' }, 'free'],
  ['the other covers a part', { periodFrom: '2026-12-31', periodTo: '2027-12-31' }, 'taken'],
  ['another scheme', { scheme: 'medrie-wijkplan' }, 'free'],
  ['the same name in another gemeente', { gemeente: 'Dalmeer' }, 'free'],
  ['the same name in a gemeente with a typing error', { gemeente: 'IJselrade' }, 'near'],
  ['a part of it', { wijk: 'Broekerveld-Oost' }, 'near'],
  ['"wijk" before its name', { wijk: 'Wijk Broekerveld' }, 'near'],
  ['a typing error', { wijk: 'Het Broekervelt' }, 'near'],
  ['two typing errors', { wijk: 'Het Broekkervelt' }, 'near'],
  ['three other letters', { wijk: 'Het Brokkerwelt' }, 'free'],
  ['a near name in another gemeente', { gemeente: 'Dalmeer', wijk: 'Broekerveld-Oost' }, 'free'],
]

describe('one application per neighbourhood (Z3)', () => {
  it.each(cases)('%s', (_, other, kind) => {
    expect(judgeApplication(wanted, [{ ...wanted, ...other, id: 's1' }]).kind).toBe(kind)
  })

  it('numbers tell neighbourhoods apart', () => {
    const one = { ...wanted, wijk: 'Wijk 1', id: 's1' }
    expect(judgeApplication({ ...wanted, wijk: 'Wijk 2' }, [one]).kind).toBe('free')
  })

  it('names every near application, and the taken one before any near one', () => {
    const near = ['Broekerveld-Oost', 'Broekerveld-West'].map((wijk) => ({
      ...wanted,
      wijk,
      id: wijk,
    }))
    expect(judgeApplication(wanted, near)).toEqual({ kind: 'near', to: near })
    const taken = { ...wanted, id: 'same' }
    expect(judgeApplication(wanted, [...near, taken])).toEqual({ kind: 'taken', by: taken })
  })

  it('an application without wijk, gemeente or period is not complete, and has no key', () => {
    expect(missingData({ ...wanted, wijk: ' . ', periodTo: '' })).toEqual(['wijk', 'periodTo'])
    expect(missingData({ ...wanted, gemeente: '', periodFrom: '' })).toEqual([
      'gemeente',
      'periodFrom',
    ])
    expect(applicationKey({ ...wanted, wijk: '' })).toBeNull()
    expect(applicationKey({ ...wanted, gemeente: '' })).toBeNull()
  })

  it('the key is that of the name without its article', () => {
    const key = applicationKey(wanted)
    expect(applicationKey({ ...wanted, wijk: 'broekerveld' })).toBe(key)
    expect(applicationKey({ ...wanted, gemeente: 'Dalmeer' })).not.toBe(key)
    // An article alone is a name.
    expect(applicationKey({ ...wanted, wijk: 'Het' })).not.toBeNull()
  })
})

import { describe, expect, test } from 'vitest'
import { exportFileName } from './file-name.ts'

const wijkplan = { name: 'Wijkplan' }

describe('exportFileName', () => {
  const values = { wijk: 'Lindewijk-Oost', periodFrom: '2027-01-01', periodTo: '2029-12-31' }

  test('names the neighbourhood, the years and the version', () => {
    expect(exportFileName({ values }, wijkplan, { version: null, kind: 'docx' })).toBe(
      'wijkplan-lindewijk-oost-2027-2029-concept.docx',
    )
    expect(
      exportFileName({ values: { ...values, periodTo: '2027-12-31' } }, wijkplan, {
        version: 2,
        kind: 'pdf',
      }),
    ).toBe('wijkplan-lindewijk-oost-2027-v2.pdf')
  })

  test('has the name of the form', () => {
    const of = (name: string) => exportFileName({ values }, { name }, { version: 1, kind: 'pdf' })
    expect(of('Ontwikkelplan')).toBe('ontwikkelplan-lindewijk-oost-2027-2029-v1.pdf')
    expect(of('計画')).toBe('plan-lindewijk-oost-2027-2029-v1.pdf')
  })

  test('leaves out what is not filled in', () => {
    expect(
      exportFileName({ values: { wijk: null } }, wijkplan, { version: null, kind: 'docx' }),
    ).toBe('wijkplan-concept.docx')
  })

  test.each([
    ['’t Broek & Élise/Şirin', 'wijkplan-t-broek-elise-sirin-concept.docx'],
    ['../../etc/passwd', 'wijkplan-etc-passwd-concept.docx'],
    ['Ĳsselrade "Zuid"\r\nX: y', 'wijkplan-ijsselrade-zuid-x-y-concept.docx'],
    ['Straße Øst 北', 'wijkplan-strasse-ost-concept.docx'],
  ])('%j becomes ASCII without a path', (wijk, name) => {
    expect(exportFileName({ values: { wijk } }, wijkplan, { version: null, kind: 'docx' })).toBe(
      name,
    )
  })
})

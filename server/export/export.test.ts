import { describe, expect, test } from 'vitest'
import { exportFileName } from './export.ts'

describe('exportFileName', () => {
  const parts = { wijk: 'Lindewijk-Oost', periodFrom: '2027-01-01', periodTo: '2029-12-31', versionOrConcept: 'concept', extension: 'docx' } as const

  test('names the neighbourhood, the years and the state', () => {
    expect(exportFileName(parts)).toBe('wijkplan-lindewijk-oost-2027-2029-concept.docx')
    expect(exportFileName({ ...parts, periodTo: '2027-12-31', versionOrConcept: 2, extension: 'pdf' })).toBe('wijkplan-lindewijk-oost-2027-versie-2.pdf')
  })

  test('leaves out what is not filled in', () => {
    expect(exportFileName({ ...parts, wijk: '', periodFrom: null, periodTo: null })).toBe('wijkplan-concept.docx')
  })

  test.each([
    ['’t Broek & Élise/Şirin', 'wijkplan-t-broek-elise-sirin-concept.docx'],
    ['../../etc/passwd', 'wijkplan-etc-passwd-concept.docx'],
    ['Ĳsselrade "Zuid"\r\nX: y', 'wijkplan-ijsselrade-zuid-x-y-concept.docx'],
    ['Straße Øst 北', 'wijkplan-strasse-ost-concept.docx'],
  ])('%j becomes ASCII without a path', (wijk, name) => {
    expect(exportFileName({ ...parts, wijk, periodFrom: null, periodTo: null })).toBe(name)
  })
})

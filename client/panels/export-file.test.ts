import { expect, it } from 'vitest'
import { exportAddress, fileNameOf } from './export-file.ts'

it('asks for everything up to the last saved change', () => {
  expect(exportAddress({ planId: 'p1', minSeq: 42, withGuidance: true, withComments: false })).toBe('/api/plans/p1/export.docx?minSeq=42&guidance=1')
  expect(exportAddress({ planId: 'p1', minSeq: 42, withGuidance: false, withComments: true })).toBe('/api/plans/p1/export.docx?minSeq=42&guidance=0&comments=1')
})

it('reads the file name, with accents where there are any', () => {
  expect(fileNameOf(`attachment; filename="plan.docx"; filename*=UTF-8''wijkplan%20%C3%87a.docx`)).toBe('wijkplan Ça.docx')
  expect(fileNameOf('attachment; filename="plan.docx"')).toBe('plan.docx')
  expect(fileNameOf("attachment; filename*=UTF-8''%ZZ")).toBeNull()
  expect(fileNameOf(null)).toBeNull()
})

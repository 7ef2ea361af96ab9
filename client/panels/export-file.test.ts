import { expect, it } from 'vitest'
import { fileNameOf } from '../fetch-file.ts'
import { exportAddress, formatBytes } from './export-file.ts'

it('asks for everything up to the last saved change', () => {
  expect(
    exportAddress({
      planId: 'p1',
      kind: 'docx',
      minSeq: 42,
      withGuidance: true,
      withComments: true,
    }),
  ).toBe('/api/plans/p1/export.docx?minSeq=42&guidance=1&comments=1')
  expect(
    exportAddress({
      planId: 'p/1',
      kind: 'csv',
      minSeq: 0,
      isPublic: true,
      isArchive: false,
      table: 'hours',
    }),
  ).toBe('/api/plans/p%2F1/export.csv?minSeq=0&public=1&table=hours')
})

it('reads the file name, with accents where there are any', () => {
  expect(
    fileNameOf(`attachment; filename="plan.docx"; filename*=UTF-8''wijkplan%20%C3%87a.docx`),
  ).toBe('wijkplan Ça.docx')
  expect(fileNameOf('attachment; filename="plan.docx"')).toBe('plan.docx')
  expect(fileNameOf("attachment; filename*=UTF-8''%ZZ")).toBeNull()
  expect(fileNameOf(null)).toBeNull()
})

it('tells a size as people read it', () => {
  expect([0, 999, 1000, 1250, 258_700, 1_000_000, 12_345_678].map(formatBytes)).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '1,3 kB',
    '259 kB',
    '1 MB',
    '12 MB',
  ])
})

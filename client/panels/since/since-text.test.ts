import { expect, it } from 'vitest'
import type { VisitLine } from '#shared/api/changes-since-visit.ts'
import { sinceText } from './since-text.ts'

const line = (more: Partial<VisitLine>): VisitLine => ({
  kind: 'changed',
  target: { kind: 'plan' },
  place: '',
  parts: [],
  amounts: [],
  by: [{ id: 'r', name: 'Rens' }],
  at: '',
  ...more,
})

it.each([
  [line({}), 'gewijzigd door Rens'],
  [line({ parts: ['Doelstelling'] }), 'gewijzigd door Rens (Doelstelling)'],
  [
    line({
      parts: ['Bedrag'],
      amounts: [{ column: 'amountCents', label: 'Bedrag', unit: 'cents', from: null, to: 1250 }],
    }),
    'gewijzigd door Rens; Bedrag van leeg naar €\u00a012,50',
  ],
  [line({ kind: 'removed', by: [] }), 'verwijderd'],
  [
    line({ kind: 'thread', excerpt: 'Is dit haalbaar?' }),
    'nieuwe reactie van Rens: “Is dit haalbaar?”',
  ],
])('%#', (given, text) => expect(sinceText(given)).toBe(text))

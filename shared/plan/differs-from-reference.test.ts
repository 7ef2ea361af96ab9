import { describe, expect, it } from 'vitest'
import { planContent, readFormat } from '#tests/support/sample-plans.ts'
import { findProblems } from './problems.ts'

const format = readFormat('hecht-wijkverband')
const rates = [
  { id: 'arts', profession: 'Huisarts', rateCents: 9620 },
  { id: 'fysio', profession: 'Fysiotherapeut', rateCents: null },
]

function found(line: { profession?: string; rateCents: number | null }) {
  const content = planContent(format, {
    values: {},
    tables: {
      rates,
      budget: [
        { id: 'regel', group: 'vacatie', description: 'Overleg', quantityHundredths: 100, ...line },
      ],
    },
  })
  return findProblems(content, format)
    .filter(({ rule, message }) => rule === 'C1' && message.includes('tarief van'))
    .map(({ message, target }) => [message, target.column])
}

describe('the rate of a line beside that of its profession', () => {
  it('is named when it is another one', () => {
    expect(found({ profession: 'arts', rateCents: 7500 })).toEqual([
      [
        'Het uurtarief van ‘Overleg’ is anders dan het tarief van Huisarts: €\u00a096,20. Klopt het?',
        'rateCents',
      ],
    ])
    expect(found({ profession: 'arts', rateCents: 9621 })).toHaveLength(1)
  })

  it.each([
    ['the same rate', { profession: 'arts', rateCents: 9620 }],
    ['a line without a rate', { profession: 'arts', rateCents: null }],
    ['a line without a profession', { rateCents: 7500 }],
    ['a profession without a rate', { profession: 'fysio', rateCents: 7500 }],
    ['a profession that was removed', { profession: 'weg', rateCents: 7500 }],
  ])('is nothing to say with %s', (_, line) => expect(found(line)).toEqual([]))
})

describe('the questions of the application beside the form', () => {
  const messages = (tables: Parameters<typeof planContent>[1]['tables']) =>
    findProblems(planContent(format, { values: {}, tables }), format).map(({ message }) => message)

  it('names other funding that is not complete', () => {
    expect(messages({ otherFunding: [{ id: 'a', funder: 'Gemeente' }] })).toContain(
      'De andere financiering ‘Gemeente’ is nog niet compleet. Vul aan: Bedrag en Stand.',
    )
    const whole = { id: 'a', funder: 'Gemeente', amountCents: 100, status: 'toegezegd' }
    expect(messages({ otherFunding: [whole] }).join()).not.toContain('andere financiering')
  })

  it('names an organisation that nobody informed yet', () => {
    expect(messages({ informed: [{ id: 'a', name: 'Thuiszorg Wijkwijs' }] })).toContain(
      'Er staat nog niet wie Thuiszorg Wijkwijs heeft geïnformeerd.',
    )
  })

  it('takes a mandate on all three levels at once', () => {
    const people = [{ id: 'a', name: 'Els', coreTeam: 'ja', mandateLevel: 'alle' }]
    expect(
      planContent(format, { values: {}, tables: { people } }).tables['people']?.[0],
    ).toMatchObject({ mandateLevel: 'alle' })
  })
})

import { expect, it } from 'vitest'
import { comparePlans } from '#shared/compare/compare-plans.ts'
import { planContent, readFormat } from '../support/sample-plans.ts'

it('the group of a new line of the budget is named as people know it, not by the id of its theme', () => {
  const format = readFormat('medrie-wijkplan')
  const themes = [{ id: 'f458261c', title: 'Veilig thuis' }]
  const before = planContent(format, { values: {}, tables: { themes } })
  const after = planContent(format, {
    values: {},
    tables: {
      themes,
      budget: [
        { id: 'regel1', group: 'f458261c', description: 'Training' },
        { id: 'regel2', group: 'onvoorzien', description: 'Zaal' },
      ],
    },
  })
  const cells = comparePlans(before, after, format).sections.flatMap((section) =>
    section.differences.flatMap((difference) =>
      difference.kind === 'row' ? difference.cells : [],
    ),
  )
  expect(
    cells.flatMap(({ column, content }) =>
      column === 'group' && content.kind === 'plain' ? [content.newWords] : [],
    ),
  ).toEqual(['Thema 1: Veilig thuis', 'Onvoorzien'])
})

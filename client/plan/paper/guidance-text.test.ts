import { expect, it } from 'vitest'
import { guidanceParts } from './guidance-text.ts'

it('makes lists of paragraphs that start with a dot, and leaves every other letter alone', () => {
  expect(
    guidanceParts(['Wat kan helpen?', '· Een doel', '· Elkaars ‘taal’', 'Tot slot.', '· Los']),
  ).toEqual([
    { kind: 'paragraph', text: 'Wat kan helpen?' },
    { kind: 'list', items: ['Een doel', 'Elkaars ‘taal’'] },
    { kind: 'paragraph', text: 'Tot slot.' },
    { kind: 'list', items: ['Los'] },
  ])
})

import { describe, expect, it } from 'vitest'
import { bodyParts } from './body-parts.ts'

describe('the text of a comment, drawn', () => {
  it.each([
    ['gewoon', [], [{ kind: 'text', text: 'gewoon' }]],
    [
      'zie https://voorbeeld.nl/a?b=1#c.',
      [],
      [
        { kind: 'text', text: 'zie ' },
        {
          kind: 'link',
          text: 'https://voorbeeld.nl/a?b=1#c',
          href: 'https://voorbeeld.nl/a?b=1#c',
        },
        { kind: 'text', text: '.' },
      ],
    ],
    ['javascript:alert(1)', [], [{ kind: 'text', text: 'javascript:alert(1)' }]],
    ['https://bank.nl@elders.nl/', [], [{ kind: 'text', text: 'https://bank.nl@elders.nl/' }]],
    ['<b>vet</b>', [], [{ kind: 'text', text: '<b>vet</b>' }]],
    [
      '@Jo Bakker en @Jo',
      ['Jo', 'Jo Bakker'],
      [
        { kind: 'mention', text: '@Jo Bakker' },
        { kind: 'text', text: ' en ' },
        { kind: 'mention', text: '@Jo' },
      ],
    ],
    [
      'wijk@Jo.nl, @Jolanda en @Jo',
      ['Jo'],
      [
        { kind: 'text', text: 'wijk@Jo.nl, @Jolanda en ' },
        { kind: 'mention', text: '@Jo' },
      ],
    ],
  ])('%j', (body, names, parts) => expect(bodyParts(body, names)).toEqual(parts))

  it('every character is drawn once', () => {
    const body = 'a https://a.nl, @Jo https://b.nl/(x) @ https:// einde'
    expect(
      bodyParts(body, ['Jo'])
        .map((part) => part.text)
        .join(''),
    ).toBe(body)
  })
})

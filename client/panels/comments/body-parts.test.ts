import { describe, expect, it } from 'vitest'
import { bodyParts, mentionedIn, mentionQuery } from './body-parts.ts'

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

describe('naming someone', () => {
  it.each([
    ['@', 1, { from: 0, query: '' }],
    ['Vraag @Re', 9, { from: 6, query: 'Re' }],
    ['@Rens Ott', 9, { from: 0, query: 'Rens Ott' }],
    ['a@b', 3, null],
    ['@Rens', 0, null],
    ['geen', 4, null],
  ])('%j at %i', (text, caret, found) => expect(mentionQuery(text, caret)).toEqual(found))

  it('is who is named in the text that is sent', () => {
    const people = [
      { userId: 'u1', name: 'Rens Ottenkamp' },
      { userId: 'u2', name: 'Noor' },
      { userId: 'u3', name: '' },
    ]
    expect(mentionedIn('@Rens Ottenkamp en @noor', people)).toEqual(['u1'])
  })
})

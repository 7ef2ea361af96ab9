import { describe, expect, it } from 'vitest'
import { describeChange, type Present, type Scope } from './announcements.ts'

const person = (name: string, section: string | null = null): Present => ({
  userId: name,
  name,
  section,
})
const scope = (choice: Scope['choice'], here: string | null = null): Scope => ({
  choice,
  here,
  sectionTitle: (id) => `“${id}”`,
})

describe('the announcements about other users', () => {
  it('summarises who came', () => {
    expect(describeChange([], [person('Joke Bakker')], scope('here'))).toBe(
      'Joke Bakker is erbij gekomen.',
    )
    expect(
      describeChange(
        [],
        ['A', 'B', 'C', 'D'].map((name) => person(name)),
        scope('here'),
      ),
    ).toBe('A, B en 2 anderen zijn erbij gekomen.')
  })

  it('tells who left only to anyone who wants to hear all', () => {
    expect(describeChange([person('Joke')], [], scope('all'))).toBe('Joke is weggegaan.')
    expect(describeChange([person('Joke')], [], scope('here'))).toBe('')
  })

  it('tells who comes to work where I am, and not elsewhere', () => {
    expect(
      describeChange([person('Joke')], [person('Joke', 'themas')], scope('here', 'themas')),
    ).toBe('Joke werkt nu in “themas”.')
    expect(
      describeChange([person('Joke')], [person('Joke', 'begroting')], scope('here', 'themas')),
    ).toBe('')
  })

  it('says nothing when switched off or when nothing changed', () => {
    expect(describeChange([], [person('Joke')], scope('none'))).toBe('')
    expect(describeChange([person('Joke')], [person('Joke')], scope('all'))).toBe('')
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rowPlace, sectionPlace } from '#client/sync/place.ts'
import type { Thread } from '#shared/api/comments.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import { countPlaces, inPlanOrder, isShown } from './thread-list.ts'

const format = FormatSchema.parse(
  JSON.parse(readFileSync('shared/formats/medrie-wijkplan.json', 'utf8')),
)
const author = { id: 'noor', name: 'Noor' }
const thread = (id: string, more: Partial<Thread>): Thread => ({
  id,
  seq: 1,
  target: { kind: 'plan' },
  place: 'Het hele plan',
  resolved: false,
  toDiscuss: false,
  comments: [
    {
      id: `${id}-c`,
      author,
      body: 'Eerste\nregel',
      createdAt: '2026-01-01T00:00:00Z',
      mentions: [],
      likes: [],
    },
  ],
  isUnread: false,
  ...more,
})
const content = { tables: { themes: [{ id: 't2' }, { id: 't1' }] } }

describe('the list of threads', () => {
  it('follows the plan, with what hangs on a removed row apart', () => {
    const threads = [
      thread('budget', { target: { kind: 'table', table: 'budget' } }),
      thread('weg', { target: { kind: 'row', table: 'themes', row: 'weg' } }),
      thread('t1', { target: { kind: 'row', table: 'themes', row: 't1' } }),
      thread('t2b', { seq: 9, target: { kind: 'row', table: 'themes', row: 't2' } }),
      thread('t2a', { seq: 2, target: { kind: 'row', table: 'themes', row: 't2' } }),
      thread('netwerk', { target: { kind: 'field', field: 'netwerk' } }),
      thread('plan', {}),
    ]
    const { here, removed } = inPlanOrder(threads, format, content)
    expect(here.map(({ id }) => id)).toEqual(['plan', 'netwerk', 't2a', 't2b', 't1', 'budget'])
    expect(removed.map(({ id }) => id)).toEqual(['weg'])
  })

  it('counts open threads at their place, their row and their section', () => {
    const counts = countPlaces(
      [
        thread('a', { target: { kind: 'cell', table: 'themes', row: 't1', column: 'goal' } }),
        thread('b', { target: { kind: 'row', table: 'themes', row: 't1' } }),
        thread('c', { resolved: true, target: { kind: 'row', table: 'themes', row: 't1' } }),
        thread('d', { target: { kind: 'row', table: 'themes', row: 'weg' } }),
        thread('e', {}),
      ],
      format,
      content,
    )
    expect(counts.get(rowPlace('themes', 't1'))).toBe(2)
    expect(counts.get(sectionPlace('themas'))).toBe(2)
    expect([...counts.values()].every((count) => count <= 2)).toBe(true)
  })

  it.each([
    ['open', { resolved: true }, false],
    ['unread', { isUnread: false }, false],
    ['unread', { isUnread: true }, true],
    ['mine', {}, true],
    ['discipline', { askedDiscipline: 'apothekers' }, true],
    ['discipline', { askedDiscipline: 'gemeente' }, false],
    ['discuss', { toDiscuss: true }, true],
    ['discuss', { toDiscuss: true, resolved: true }, false],
    ['resolved', { resolved: true }, true],
    ['all', { resolved: true }, true],
  ] as const)('%s shows %j: %s', (filter, more, expected) => {
    expect(
      isShown(thread('a', more), filter, {
        userId: 'noor',
        discipline: 'apothekers',
        justSeen: new Set(),
      }),
    ).toBe(expected)
  })

  it('a thread stays in the list of unread ones while it is read', () => {
    expect(
      isShown(thread('a', {}), 'unread', {
        userId: 'x',
        discipline: null,
        justSeen: new Set(['a']),
      }),
    ).toBe(true)
  })
})

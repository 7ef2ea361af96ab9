import { expect, it } from 'vitest'
import type { Comment, Thread } from '#shared/api/comments.ts'
import { threadNews } from './thread-news.ts'

const me = { id: 'me', name: 'Els' }
const noor = { id: 'noor', name: 'Noor' }
const comment = (id: string, author: Comment['author'], mentions: Comment['mentions'] = []) =>
  ({ id, author, mentions, body: '', likes: [], createdAt: '' }) as unknown as Comment
const thread = (comments: Comment[], more: Partial<Thread> = {}) =>
  ({ id: 't', place: 'Het netwerk', resolved: false, comments, ...more }) as unknown as Thread
const mine = thread([comment('1', me)])
const theirs = thread([comment('1', noor)])
const scope = { myId: 'me', choice: 'here' } as const

it('says what others did in threads of mine, and all of it to anyone who asked for that', () => {
  const answered = thread([comment('1', me), comment('2', noor)])
  expect(threadNews([mine], [answered], scope)).toEqual(['Noor reageerde bij Het netwerk.'])
  const elsewhere = thread([comment('1', noor), comment('2', noor)])
  expect(threadNews([theirs], [elsewhere], scope)).toEqual([])
  expect(threadNews([theirs], [elsewhere], { ...scope, choice: 'all' })).toHaveLength(1)
})

it('says that I am named, and that a thread of mine was closed', () => {
  expect(threadNews([], [thread([comment('1', noor, [me])])], scope)).toEqual([
    'Noor noemde u in een reactie bij Het netwerk.',
  ])
  const closed = thread([comment('1', me)], { resolved: true, resolvedBy: noor })
  expect(threadNews([mine], [closed], scope)).toEqual([
    'Noor rondde een reactie af bij Het netwerk.',
  ])
  expect(threadNews([mine], [{ ...closed, resolvedBy: me }], scope)).toEqual([])
})

it('is silent for anyone who asked for quiet, and about what the person did themself', () => {
  const answered = thread([comment('1', me), comment('2', noor, [me])])
  expect(threadNews([mine], [answered], { ...scope, choice: 'none' })).toEqual([])
  expect(threadNews([mine], [thread([comment('1', me), comment('2', me)])], scope)).toEqual([])
})

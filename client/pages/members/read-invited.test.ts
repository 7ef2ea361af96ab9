import { expect, it } from 'vitest'
import { readInvited, withoutInvited } from './read-invited.ts'

const read = (text: string) =>
  readInvited(text).people.map(({ name, email }) => `${name}|${email ?? ''}`)

it('reads a name, an address, or both on a line', () => {
  expect(
    read('Marieke Tol, m.tol@voorbeeld.nl\ndaan.verkuil@despil-voorbeeld.nl\n\nGerda Postma\n'),
  ).toEqual([
    'Marieke Tol|m.tol@voorbeeld.nl',
    '|daan.verkuil@despil-voorbeeld.nl',
    'Gerda Postma|',
  ])
})

it('reads the address line of a mail', () => {
  expect(
    read('"Tol, Marieke" <m.tol@voorbeeld.nl>, Daan Verkuil <daan@voorbeeld.nl>; a@b.nl, c@d.nl'),
  ).toEqual([
    'Tol, Marieke|m.tol@voorbeeld.nl',
    'Daan Verkuil|daan@voorbeeld.nl',
    '|a@b.nl',
    '|c@d.nl',
  ])
})

it('reads columns of a sheet, and names with signs of their own', () => {
  expect(read('m.tol@voorbeeld.nl, Marieke Tol\nIJsbrand van ’t Hoff-El Idrissi')).toEqual([
    'Marieke Tol|m.tol@voorbeeld.nl',
    'IJsbrand van ’t Hoff-El Idrissi|',
  ])
})

it('counts the same person once, and says what is no address', () => {
  const { people, bad } = readInvited('A@B.nl\na@b.nl\nrens@praktijk\n@rens')
  expect(people).toHaveLength(1)
  expect(bad).toEqual(['rens@praktijk', '@rens'])
})

it('takes someone out of the text', () => {
  const text = 'Marieke Tol, m.tol@voorbeeld.nl\nGerda Postma'
  const [first] = readInvited(text).people
  expect(first && withoutInvited(text, first)).toBe('Gerda Postma')
})

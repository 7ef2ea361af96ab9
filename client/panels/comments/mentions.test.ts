import { describe, expect, it } from 'vitest'
import { findMentions, mentionedIn, mentionQuery, withoutName } from './mentions.ts'

const jan = { userId: 'jan', name: 'Jan' }
const janneke = { userId: 'janneke', name: 'Janneke' }
const janDeVries = { userId: 'vries', name: 'Jan de Vries' }
const rene = { userId: 'rene', name: 'René Vos' }
const zoeOne = { userId: 'zoe1', name: 'Zoë' }
const zoeTwo = { userId: 'zoe2', name: 'Zoë'.normalize('NFD') }
const soren = { userId: 'soren', name: 'Søren' }
const nameless = { userId: 'none', name: '' }
const members = [jan, janneke, janDeVries, rene, soren, nameless]

describe('the people that a typed text mentions', () => {
  it.each<[string, string[]]>([
    ['@Janneke kijk je even?', ['janneke']],
    ['@Jan kijk je even?', ['jan']],
    ['@Jan de Vries en @Jan.', ['vries', 'jan']],
    ['@Jan de groeten', ['jan']],
    ['(@Jan) “@Janneke”', ['jan', 'janneke']],
    ['@Jan, @Jan; @Jan', ['jan']],
    ['@Jan\n@Janneke', ['jan', 'janneke']],
    ['mail wijk@Jan.nl of info@Janneke', []],
    ['@Jan.nl is een adres', []],
    ['@Jan. Nieuwe zin', ['jan']],
    ['@Jan-Willem is geen lid', []],
    ['@Jan’s werk', []],
    ['@Jannekes', []],
    ['@Jans', []],
    ['@Jan2', []],
    ['@Jan@Janneke', []],
    ['@ Jan', []],
    ['Jan', []],
    ['@jan', []],
    ['@René Vos', ['rene']],
    ['@René Vos'.normalize('NFD'), ['rene']],
    ['@Rene Vos', []],
    ['@Søren en een decomposed é'.normalize('NFD'), ['soren']],
    ['@', []],
  ])('%j', (body, ids) => expect(mentionedIn(body, members)).toEqual(ids))

  it('a name of two members mentions the chosen one, and nobody when it was typed', () => {
    const people = [zoeOne, zoeTwo]
    expect(mentionedIn('@Zoë', people)).toEqual([])
    expect(mentionedIn('@Zoë', people, [zoeTwo])).toEqual(['zoe2'])
    expect(mentionedIn('@Zoë en @Zoë', people, [zoeOne, zoeTwo])).toEqual(['zoe1', 'zoe2'])
  })

  it('a chosen person whose name was taken out again is not mentioned', () => {
    expect(mentionedIn('kijk je even?', members, [jan])).toEqual([])
    expect(mentionedIn('@Janneke', members, [jan])).toEqual(['janneke'])
  })

  it('a person who left the plan stays mentioned in an edited comment', () => {
    expect(
      mentionedIn('@Piet had dit gezegd', members, [{ userId: 'piet', name: 'Piet' }]),
    ).toEqual(['piet'])
  })

  it('a member who took another name is still mentioned, and told apart', () => {
    const renamed = { userId: 'janneke', name: 'Janneke Bos' }
    expect(withoutName('@Janneke en @Jan', [renamed, jan])).toEqual([renamed])
    expect(withoutName('@Jan', [jan])).toEqual([])
  })

  it('each mention has its place in the composed text', () => {
    const body = 'Hé @René Vos!'.normalize('NFD')
    const [mention] = findMentions(body, members)
    expect(body.normalize('NFC').slice(mention?.from, mention?.to)).toBe('@René Vos')
  })
})

describe('the name that is being typed', () => {
  it.each([
    ['@', 1, { from: 0, query: '' }],
    ['Vraag @Re', 9, { from: 6, query: 'Re' }],
    ['(@Re', 4, { from: 1, query: 'Re' }],
    ['@Rens Ott', 9, { from: 0, query: 'Rens Ott' }],
    ['@Élise de Waterhof-B', 20, { from: 0, query: 'Élise de Waterhof-B' }],
    ['a@b', 3, null],
    ['wijk.1@voorbeeld', 16, null],
    ['@Rens', 0, null],
    ['geen', 4, null],
  ])('%j at %i', (text, caret, found) => expect(mentionQuery(text, caret)).toEqual(found))
})

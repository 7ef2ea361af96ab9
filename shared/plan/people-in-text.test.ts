import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { examplePlan, readFormat } from '#tests/support/sample-plans.ts'
import type { BlockOf } from '../format/blocks.ts'
import { blocksOf } from '../format/lookup.ts'
import { plainDoc, plainText } from '../richtext/plain-text.ts'
import type { PlanContent } from './content.ts'
import {
  formerPeople,
  peopleNotInText,
  personLines,
  stillListed,
  withPeople,
} from './people-in-text.ts'
import { removeRow, restoreRow } from './rows.ts'
import { seedPlan } from './seed.ts'

const format = readFormat('medrie-wijkplan')
const leden = [...blocksOf(format)].find(({ block }) => block.id === 'leden')
  ?.block as BlockOf<'richText'>
const tables: PlanContent['tables'] = {
  parties: [{ id: 'p1', name: 'De Kievit' }],
  people: [
    { id: 'a', name: 'Noor de Wit', position: 'huisarts', party: 'p1', coreTeam: 'ja' },
    {
      id: 'b',
      name: 'Şirin Kaya',
      position: 'manager',
      onBehalfOf: 'het wijkteam',
      coreTeam: 'ja',
    },
    { id: 'c', name: 'Els Smit', position: 'ondersteuner', coreTeam: 'nee' },
    { id: 'd', name: '', position: 'arts', coreTeam: 'ja' },
  ],
}
const lines = personLines(leden, { tables }, format)
const differences = (text: string) => {
  const { missing, different } = peopleNotInText(plainDoc(text), lines)
  return [missing.map(({ name }) => name), different.map(({ name }) => name)]
}

it('a line has name, function, organisation and for whom, of the core team alone', () => {
  expect(lines.map(({ text }) => text)).toEqual([
    'Noor de Wit, huisarts, De Kievit',
    'Şirin Kaya, manager, namens het wijkteam',
  ])
})

it('says who is not in the text, and whose function is another', () => {
  expect(differences('')).toEqual([['Noor de Wit', 'Şirin Kaya'], []])
  expect(differences('noor de wit, Huisarts bij ons\n\nSirin Kaya, manager')).toEqual([[], []])
  expect(differences('Noor de Wit, apotheker\n\nŞirin Kaya, manager')).toEqual([
    [],
    ['Noor de Wit'],
  ])
  // A sentence about several people is free.
  expect(differences('Noor de Wit en Şirin Kaya doen dit samen.')).toEqual([[], []])
})

it('fills in what is missing and changes another function, and keeps every other word', () => {
  const text = 'Ons team:\n\nNoor de Wit, apotheker\n\nWij overleggen elke maand.'
  const filled = withPeople(plainDoc(text), lines)
  expect(plainText(filled).split('\n')).toEqual([
    'Ons team:',
    'Noor de Wit, huisarts, De Kievit',
    'Şirin Kaya, manager, namens het wijkteam',
    'Wij overleggen elke maand.',
  ])
  expect(peopleNotInText(filled, lines)).toEqual({ missing: [], different: [] })
  expect(withPeople(filled, lines)).toEqual(filled)
})

it('a text that the example wrote by hand agrees', () => {
  const { content } = examplePlan('kraaienveen')
  const found = peopleNotInText(
    content.fields['leden'] ?? plainDoc(''),
    personLines(leden, content, format),
  )
  expect(found).toEqual({ missing: [], different: [] })
})

it('says who is still listed after leaving the team, and nothing of a sentence about them', () => {
  const doc = new Y.Doc()
  const people = (tables['people'] ?? []).map(({ party: _, ...row }) => row)
  Y.applyUpdate(
    doc,
    seedPlan(format, { values: {}, tables: { people } }, () => 'made'),
  )
  removeRow(doc, 'people', 'b')
  const left = { people: (tables['people'] ?? []).filter(({ id }) => id !== 'b') }
  const former = formerPeople(leden, doc, { tables: left })
  expect(former).toEqual(['Şirin Kaya', 'Els Smit'])
  const now = personLines(leden, { tables: left }, format)
  const listed = (text: string) => stillListed(plainDoc(text), former, now)
  expect(listed('Noor de Wit, huisarts, De Kievit\n\nŞirin Kaya, manager')).toEqual(['Şirin Kaya'])
  expect(listed('sirin kaya')).toEqual(['Şirin Kaya'])
  expect(listed('Els Smit, ondersteuner')).toEqual(['Els Smit'])
  expect(listed('Şirin Kaya heeft het team opgericht.\n\nElke maand helpt Els Smit.')).toEqual([])
  restoreRow(doc, 'people', 'b')
  expect(
    stillListed(plainDoc('Şirin Kaya, manager'), formerPeople(leden, doc, { tables }), lines),
  ).toEqual([])
})

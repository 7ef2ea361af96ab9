import { expect, it } from 'vitest'
import { FormatSchema } from '#shared/format/schema.ts'
import hecht from '#shared/formats/hecht-wijkverband.json' with { type: 'json' }
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { sectionNumbers } from './section-numbers.ts'

it('takes over the numbers of the source and adds none beside them', () => {
  const numbers = sectionNumbers(FormatSchema.parse(hecht))
  expect(numbers.get('huidig')).toBe('1')
  expect(numbers.get('afsluiting')).toBe('7')
  expect(numbers.has('partijen')).toBe(false)
})

it('counts the sections of a form that prints no numbers, without its head and the execution', () => {
  const numbers = sectionNumbers(FormatSchema.parse(medrie))
  expect(numbers.has('plangegevens')).toBe(false)
  expect(numbers.get('themas')).toBe('4')
  expect(numbers.get('begroting')).toBe('5')
  expect(numbers.has('uren')).toBe(false)
})

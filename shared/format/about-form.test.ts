import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aboutForm } from './about-form.ts'
import { blocksOf } from './lookup.ts'
import { isOurs } from './official-form.ts'
import { FormatSchema } from './schema.ts'

const read = (id: string) =>
  FormatSchema.parse(
    JSON.parse(readFileSync(new URL(`../formats/${id}.json`, import.meta.url), 'utf8')),
  )

test.each(['medrie-wijkplan', 'hecht-wijkverband'])(
  'of %s everything that is ours is named',
  (id) => {
    const format = read(id)
    const text = aboutForm(format).join('\n')
    for (const { block } of blocksOf(format))
      if (isOurs(block) && !block.isInternal && block.label !== undefined)
        expect(text).toContain(block.label.replace(/[:?]$/, ''))
  },
)

test('Medrie: the parts that are ours per section, and what is kept during the year', () => {
  const lines = aboutForm(read('medrie-wijkplan'))
  expect(lines).toContain('· Betrokken partijen: Personen en Organisaties.')
  expect(lines[1]).toBe(
    'Wijktafel heeft onderdelen toegevoegd die niet in het formulier van Medrie staan. U herkent ze aan ‘niet in het formulier’. In een bestand staan ze achter het formulier, en alleen als ze zijn ingevuld. Het gaat om:',
  )
  expect(lines.at(-1)).toMatch(
    /^Dit houdt u bij tijdens het jaar en hoort niet bij het formulier: Ureninzet, .* en Acties\.$/,
  )
})

test('Rijnmond has no form that we know, and says so', () => {
  const [note, layout] = aboutForm(read('rijnmond-wijkplan'))
  expect(note).toContain('is niet openbaar')
  expect(layout).toBe('De indeling van dit plan komt van Wijktafel en niet van Rijnmond Dokters.')
})

import { readFile } from 'node:fs/promises'
import iconv from 'iconv-lite'
import { afterAll, expect, test } from 'vitest'
import { readFormat } from '#tests/support/sample-plans.ts'
import { createFileReader } from './file-reader.ts'
import { createImporter } from './importer.ts'

/** A table in the code pages that spreadsheets write. */

const importer = createImporter(createFileReader(), () => 'rij')
afterAll(() => importer.close())

const hecht = readFormat('hecht-wijkverband')
const rows = async (bytes: Uint8Array) => {
  const { tables } = await importer.read(bytes, hecht, { person: 'iemand' })
  return tables['budget']?.rows.map(({ cells }) => cells)
}

const table = [
  'omschrijving;aantal;uurtarief;bedrag',
  'Kosten lokaal aanjagen / coördineren van de samenwerking;;;',
  'Coördinator één, Thérèse;120;75,00;9.000,00',
].join('\r\n')
const inWords = `${table}\r\nZaal “de Kom” – ’s avonds;10;€ 80,00;€ 800,00`
const read = [
  { description: 'Coördinator één, Thérèse', quantityHundredths: 12_000, rateCents: 7_500 },
]
const readInWords = [
  ...read,
  { description: 'Zaal “de Kom” – ’s avonds', quantityHundredths: 1_000, rateCents: 8_000 },
]

test.each([
  ['UTF-8', 'utf-8', inWords, readInWords],
  ['UTF-8 with a mark', 'utf-8', `\ufeff${inWords}`, readInWords],
  ['UTF-16 of Windows', 'utf-16le', `\ufeff${inWords}`, readInWords],
  ['UTF-16 in the other order', 'utf-16be', `\ufeff${inWords}`, readInWords],
  ['CSV of a Dutch Excel', 'win1252', inWords, readInWords],
  ['CSV (Macintosh)', 'macroman', inWords, readInWords],
  ['CSV (MS-DOS)', 'cp850', table, read],
])('%s', async (_, name, text, expected) => {
  const encoded = iconv.encode(name === 'macroman' ? text.replaceAll('€', '¤') : text, name)
  expect(await rows(encoded)).toEqual(expected)
})

test('every letter of windows-1252 that a keyboard or Office makes is read', async () => {
  const letters = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡£§©«°±²³µ¶·»¼½¾ÀÉËÏÖÜßàáâäçèéêëìíîïñòóôöùúûüÿ'
  const line = `Coördinator ${letters};120;75,00;9.000,00`
  const [, budget] = table.split('\r\n')
  const text = `omschrijving;aantal;uurtarief;bedrag\r\n${budget}\r\n${line}`
  expect((await rows(iconv.encode(text, 'win1252')))?.[0]?.['description']).toBe(
    `Coördinator ${letters}`,
  )
})

test('the file that was refused is read to the cent', async () => {
  const bytes = await readFile(
    new URL('../../tests/fixtures/imports/csv-windows-1252-euro.csv', import.meta.url),
  )
  const { tables } = await importer.read(bytes, hecht, { person: 'iemand' })
  expect(tables['budget']?.rows).toHaveLength(3)
  expect(tables['budget']?.sums[0]?.printed).toBe(1_113_231)
})

test('a picture that is called a table is refused', async () => {
  const bytes = Uint8Array.from({ length: 400 }, (_, at) => (at * 37) % 256)
  await expect(rows(bytes)).rejects.toMatchObject({ code: 'import-wrong-type' })
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDocument } from '#server/export/document/document.ts'
import { exportDocx } from '#server/export/export.ts'
import { writeOdt } from '#server/export/odt/odt.ts'
import { writeCsv } from '#server/export/sheet/csv.ts'
import { writeOds } from '#server/export/sheet/ods.ts'
import { buildWorkbook } from '#server/export/sheet/sheets.ts'
import { writeXlsx } from '#server/export/sheet/xlsx.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import { proposeImport } from '#shared/import/propose.ts'
import { summarize } from '#shared/plan/summary.ts'
import type { RichDoc } from '#shared/richtext/rich-doc.ts'
import { isInstalled, Office } from '#tests/support/office.ts'
import {
  exampleNames,
  examplePlan,
  options,
  planContent,
  readFormat,
} from '#tests/support/sample-plans.ts'
import { createFileReader } from './file-reader.ts'
import { createImporter } from './importer.ts'

/** Importing our own export changes nothing: no new rows, no differences, nothing unplaced. */
const importer = createImporter(createFileReader(), ids())
afterAll(() => importer.close())

function ids(): () => string {
  let made = 0
  return () => {
    made += 1
    return `nieuw${made}`
  }
}

async function differences(name: string, bytes: Uint8Array) {
  const { content, format } = examplePlan(name)
  const found = await importer.read(bytes, format, someone)
  const { comparison, unplaced } = proposeImport(found, content, format)
  return { text: comparison.summary.text, sections: comparison.sections, unplaced }
}

const someone = { person: 'iemand' }
const same = { text: 'Geen verschillen', sections: [], unplaced: [] }

async function files(name: string) {
  const { title, format, content } = examplePlan(name)
  const workbook = buildWorkbook(content, format, { ...options, title })
  return {
    docx: await exportDocx(content, format, { ...options, title }),
    odt: await writeOdt(buildDocument(content, format, { ...options, title })),
    xlsx: await writeXlsx(workbook),
    ods: await writeOds(workbook),
    sheets: workbook.sheets,
  }
}

describe.each(exampleNames)('%s', (name) => {
  test('the Word export comes back without a difference', async () => {
    expect(await differences(name, (await files(name)).docx)).toEqual(same)
  })

  test('the LibreOffice exports come back without a difference', async () => {
    const { odt, ods } = await files(name)
    expect(await differences(name, odt)).toEqual(same)
    expect(await differences(name, ods)).toEqual(same)
  })

  test('with guidance, untouched rows and answers of those who agreed it is the same', async () => {
    const { title, format, content } = examplePlan(name)
    const signature = {
      seat: 'Huisartsenzorg',
      name: 'Iemand',
      level: '',
      signedIn: 'met een passkey',
      statement: '',
      position: 'huisarts',
      organisation: 'Praktijk',
      onBehalfOf: '',
      verdict: 'Akkoord',
      date: '2026-03-01',
    }
    const docx = await exportDocx(content, format, {
      ...options,
      title,
      guidance: true,
      untouchedPresets: true,
      signatures: [signature],
    })
    expect(await differences(name, docx)).toEqual(same)
  })

  test('the workbook comes back without a difference, formulas and all', async () => {
    expect(await differences(name, (await files(name)).xlsx)).toEqual(same)
  })

  test('each CSV comes back without a difference', async () => {
    for (const sheet of (await files(name)).sheets)
      expect([sheet.id, await differences(name, writeCsv(sheet))]).toEqual([sheet.id, same])
  })
})

test.each(['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'])(
  'a plan of %s that nobody filled in comes back empty, and one with a row in each table as it was',
  async (id) => {
    const format = readFormat(id)
    const rows = Object.fromEntries(
      tablesOf(format).flatMap((table) => {
        const title = table.columns.find((column) => column.isTitle)
        return title?.kind !== 'line' || table.groups !== undefined
          ? []
          : [[table.id, [{ id: `${table.id}1`, [title.id]: `Enige rij van ${table.id}` }]]]
      }),
    )
    for (const input of [{ values: {} }, { values: {}, tables: rows }]) {
      const content = planContent(format, input)
      const found = await importer.read(
        await exportDocx(content, format, { ...options, title: summarize(content, format).title }),
        format,
        someone,
      )
      const { comparison, unplaced } = proposeImport(found, content, format)
      expect([comparison.summary.text, comparison.sections, unplaced]).toEqual([
        'Geen verschillen',
        [],
        [],
      ])
    }
  },
)

test.each(['medrie-wijkplan', 'hecht-wijkverband', 'rijnmond-wijkplan'])(
  'a heading in a card of %s keeps its level, also when nothing else is filled in',
  async (id) => {
    const format = readFormat(id)
    const goal: RichDoc = {
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Ons doel' }] },
        { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Dit jaar' }] },
      ],
    }
    const themes = [{ id: 'themes1', title: 'Valpreventie', goal }]
    const content = planContent(format, { values: {}, tables: { themes } })
    const found = await importer.read(
      await exportDocx(content, format, { ...options, title: summarize(content, format).title }),
      format,
      someone,
    )
    expect(found.tables['themes']?.rows).toMatchObject([{ cells: { title: 'Valpreventie', goal } }])
  },
)

// Skipped only if LibreOffice is not installed: no other program here can save the file.
describe.skipIf(!isInstalled('soffice'))('saved again by LibreOffice', () => {
  let office: Office
  beforeAll(async () => {
    office = await Office.open()
    for (const name of exampleNames) {
      const { docx, xlsx } = await files(name)
      await office.put(`${name}.docx`, docx)
      await office.put(`${name}.xlsx`, xlsx)
    }
    const saved = join(office.folder, 'saved')
    for (const [from, to] of [
      ['docx', 'docx'],
      ['docx', 'odt'],
      ['xlsx', 'xlsx'],
      ['xlsx', 'ods'],
    ] as const)
      await office.convert(
        exampleNames.map((name) => `${name}.${from}`),
        to,
        saved,
      )
  }, 240_000)
  afterAll(() => office.close())

  test.each(
    exampleNames.flatMap((name) => ['docx', 'odt', 'xlsx', 'ods'].map((kind) => `${name}.${kind}`)),
  )('%s comes back without a difference', async (file) => {
    const bytes = new Uint8Array(await readFile(join(office.folder, 'saved', file)))
    expect(await differences(file.split('.')[0] ?? '', bytes)).toEqual(same)
  })
})

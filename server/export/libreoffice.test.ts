import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isInstalled, Office, parseCsv } from '#tests/support/office.ts'
import { roundingPlan } from '#tests/support/rounding-plan.ts'
import {
  exampleNames,
  examplePlan,
  options,
  planContent,
  readFormat,
} from '#tests/support/sample-plans.ts'
import { buildDocument } from './document/document.ts'
import { exportDocx } from './export.ts'
import { writeOdt } from './odt/odt.ts'
import { writeOds } from './sheet/ods.ts'
import type { Workbook } from './sheet/sheet-tree.ts'
import { buildWorkbook } from './sheet/sheets.ts'
import { writeXlsx } from './sheet/xlsx.ts'

const medrie = readFormat('medrie-wijkplan')
const workbooks: Record<string, Workbook> = {
  ...Object.fromEntries(
    exampleNames.map((name) => {
      const { title, format, content } = examplePlan(name)
      return [name, buildWorkbook(content, format, { ...options, title })]
    }),
  ),
  rounding: buildWorkbook(planContent(medrie, roundingPlan(400)), medrie, options),
}

/** The same with wrong stored results: a correct value was computed by LibreOffice. */
const withoutResults = (workbook: Workbook): Workbook => ({
  ...workbook,
  sheets: workbook.sheets.map((sheet) => ({
    ...sheet,
    rows: sheet.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) =>
        cell.kind === 'formula' && cell.result !== null ? { ...cell, result: 1 } : cell,
      ),
    })),
  })),
})

// Skipped only where LibreOffice is not installed: then nothing on the machine can open the file.
describe.skipIf(!isInstalled('soffice'))('LibreOffice', () => {
  let office: Office
  beforeAll(async () => {
    office = await Office.open()
    for (const name of exampleNames) {
      const { title, format, content } = examplePlan(name)
      await office.put(
        `${name}-docx.docx`,
        await exportDocx(content, format, { ...options, title }),
      )
      await office.put(
        `${name}-odt.odt`,
        await writeOdt(buildDocument(content, format, { ...options, title })),
      )
    }
    for (const [name, workbook] of Object.entries(workbooks)) {
      await office.put(`${name}-xlsx.xlsx`, await writeXlsx(withoutResults(workbook)))
      await office.put(`${name}-ods.ods`, await writeOds(withoutResults(workbook)))
    }
    await office.convert(
      exampleNames.flatMap((name) => [`${name}-docx.docx`, `${name}-odt.odt`]),
      'text',
    )
    await office.convert(
      Object.keys(workbooks).flatMap((name) => [`${name}-xlsx.xlsx`, `${name}-ods.ods`]),
      'sheets',
    )
  }, 120_000)
  afterAll(() => office.close())

  test.each([
    [
      'kraaienveen',
      ['Wijkplan Kraaienveen', 'Thema 1: Eenzaamheid en zingeving', 'Totaal', '€\u00a019.222,60'],
    ],
    [
      'broekerveld',
      [
        '1. Huidige situatie in de wijksamenwerking',
        '7. Checklist',
        'nvt',
        'Totale kosten',
        '€\u00a015.257,20',
      ],
    ],
    [
      'meerpalen',
      ['Speerpunt 1:', '€\u00a028.398,72', '€\u00a024.144,27', 'Saldo: €\u00a04.254,45'],
    ],
  ])('opens the texts of %s, with their words and amounts', async (name, expected) => {
    for (const kind of ['docx', 'odt']) {
      const text = await office.read(`${name}-${kind}.txt`)
      for (const words of expected)
        expect([kind, words, text.includes(words)]).toEqual([kind, words, true])
    }
  })

  test.each(
    Object.keys(workbooks).flatMap((name) => [
      [name, 'xlsx'],
      [name, 'ods'],
    ]),
  )('computes the sheets of %s (%s) to the same cents', async (name, kind) => {
    let computed = 0
    for (const sheet of workbooks[name]?.sheets ?? []) {
      const rows = parseCsv(await office.read(`${name}-${kind}-${sheet.name}.csv`))
      sheet.rows
        .filter((row) => row.kind !== 'blank')
        .forEach((row, y) => {
          row.cells.forEach((cell, x) => {
            if (cell.kind !== 'formula') return
            computed += 1
            const shown = rows[y]?.[x] ?? ''
            const result =
              cell.result === null
                ? ''
                : cell.unit === 'count'
                  ? Number(shown)
                  : Math.round(Number(shown) * 100)
            expect([sheet.name, y, x, shown === '' ? '' : result]).toEqual([
              sheet.name,
              y,
              x,
              cell.result ?? '',
            ])
          })
        })
    }
    expect(computed).toBeGreaterThan(10)
  })
})

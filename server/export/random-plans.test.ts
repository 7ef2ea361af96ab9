import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatEuro } from '#shared/money.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { isInstalled, Office, parseCsv } from '#tests/support/office.ts'
import { Random } from '#tests/support/random.ts'
import { type RandomPlan, randomForms, randomPlan } from '#tests/support/random-plan.ts'
import { options, planContent, readFormat, unescapeMarkup } from '#tests/support/sample-plans.ts'
import { buildDocument } from './document/document.ts'
import { exportDocx } from './export.ts'
import { writeHtml } from './html.ts'
import { writeCsv } from './sheet/csv.ts'
import { buildWorkbook } from './sheet/sheets.ts'
import { writeXlsx } from './sheet/xlsx.ts'

/**
 * Random plans give the right cent in the content and in every file. A few with a fixed seed; 900
 * with `RANDOM_PLANS=900`, and others with `RANDOM_PLANS_SEED=<number>`.
 */
const seed = Number(process.env['RANDOM_PLANS_SEED'] ?? 20_261)
const count = Number(process.env['RANDOM_PLANS'] ?? 24)
/** LibreOffice takes a while to start, and more files than this at once take it too long. */
const batch = 60

type Made = { name: string; plan: RandomPlan; content: PlanContent }

const formats = new Map(randomForms.map((id) => [id, readFormat(id)]))
const formatOf = (plan: RandomPlan) => {
  const format = formats.get(plan.form)
  if (format === undefined) throw new Error(plan.form)
  return format
}
const plans: readonly Made[] = Array.from({ length: count }, (_, at) => {
  const plan = randomPlan(
    randomForms[at % randomForms.length] ?? 'medrie-wijkplan',
    new Random(seed + at),
  )
  return { name: `plan${at}`, plan, content: planContent(formatOf(plan), plan.input) }
})
const textOf = (markup: string) =>
  unescapeMarkup(markup.replace(/<[^>]*>/g, ' ')).replace(/[\u00a0\s]+/g, ' ')
const euros = (cents: number) => formatEuro(cents).replace('\u00a0', ' ')
const printed = { ...options, untouchedPresets: true }

describe(`random plans (RANDOM_PLANS_SEED=${seed})`, () => {
  it('have the right sums as content', () => {
    for (const { name, plan, content } of plans)
      expect([
        name,
        content.totals['budget']?.totalCents,
        content.totals['income']?.totalCents ?? null,
      ]).toEqual([name, plan.totalCents, plan.incomeCents])
  })

  it('print the right sums in HTML and DOCX', async () => {
    for (const { name, plan, content } of plans) {
      const format = formatOf(plan)
      const html = textOf(
        new TextDecoder().decode(writeHtml(buildDocument(content, format, printed))),
      )
      const docx = await JSZip.loadAsync(await exportDocx(content, format, printed))
      const word = textOf((await docx.file('word/document.xml')?.async('string')) ?? '')
      for (const cents of [
        plan.totalCents,
        ...(plan.incomeCents === null ? [] : [plan.incomeCents]),
      ])
        expect([name, html.includes(euros(cents)), word.includes(euros(cents))]).toEqual([
          name,
          true,
          true,
        ])
    }
  })

  it('list the right sum in CSV', () => {
    for (const { name, plan, content } of plans) {
      const { sheets } = buildWorkbook(content, formatOf(plan), printed)
      const sheet = sheets.find(({ id }) => id === 'budget')
      if (sheet === undefined) throw new Error(`${name} has no budget`)
      const rows = parseCsv(new TextDecoder().decode(writeCsv(sheet)))
      const cents = (Math.abs(plan.totalCents) / 100).toFixed(2).replace('.', ',')
      const wanted = `${plan.totalCents < 0 ? '-' : ''}${cents}`
      expect([
        name,
        rows.some((row) => /^totaal$/.test(row[0] ?? '') && row.includes(wanted)),
      ]).toEqual([name, true])
    }
  })
})

// Skipped only where LibreOffice is not installed: then nothing on the machine computes the file.
describe.skipIf(!isInstalled('soffice'))('random plans in LibreOffice', () => {
  let office: Office
  beforeAll(async () => {
    office = await Office.open()
  })
  afterAll(() => office.close())

  it('are computed to the same cents', async () => {
    for (let from = 0; from < plans.length; from += batch) {
      const some = plans.slice(from, from + batch)
      for (const { name, plan, content } of some)
        await office.put(
          `${name}.xlsx`,
          await writeXlsx(buildWorkbook(content, formatOf(plan), printed)),
        )
      await office.convert(
        some.map(({ name }) => `${name}.xlsx`),
        'sheets',
      )
      for (const { name, plan, content } of some) {
        const workbook = buildWorkbook(content, formatOf(plan), printed)
        for (const [table, cents] of [
          ['budget', plan.totalCents],
          ['income', plan.incomeCents],
        ] as const) {
          const sheet = workbook.sheets.find(({ id }) => id === table)
          if (sheet === undefined || cents === null) continue
          const rows = parseCsv(await office.read(`${name}-${sheet.name}.csv`))
          const total = rows.find((row) => /^Tota/.test(row[0] ?? ''))
          expect([name, table, total?.map((cell) => Math.round(Number(cell) * 100))]).toEqual([
            name,
            table,
            expect.arrayContaining([cents]),
          ])
        }
      }
    }
  }, 1_800_000)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyUpdate, Doc, UndoManager } from 'yjs'
import { tableOf } from '#shared/format/lookup.ts'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { applyPaste } from '#shared/import/paste/apply-paste.ts'
import {
  needsPreview,
  type PastePlan,
  type PasteRequest,
  planPaste,
} from '#shared/import/paste/plan-paste.ts'
import { readTabSeparated } from '#shared/import/paste/tab-separated.ts'
import { rootTypes } from '#shared/plan/layout.ts'
import { readPlan } from '#shared/plan/read.ts'
import { addRow, removeRow } from '#shared/plan/rows.ts'
import { seedPlan } from '#shared/plan/seed.ts'

const format: Format = FormatSchema.parse(medrie)

function open() {
  const doc = new Doc()
  let made = 0
  applyUpdate(
    doc,
    seedPlan(format, { values: {} }, () => `r${++made}`),
  )
  for (const table of ['budget', 'people', 'parties'])
    for (const { id } of readPlan(doc, format, { epoch: '', seq: 0 }).tables[table] ?? [])
      removeRow(doc, table, id)
  const at = (id: string) => {
    const table = tableOf(format, id)
    if (table === undefined) throw new Error(id)
    return table
  }
  addRow(doc, at('themes'), { id: 't1', cells: { title: 'Valpreventie' } })
  addRow(doc, at('parties'), { id: 'p1', cells: { name: 'Welzijn Dalmeer' } })
  addRow(doc, at('budget'), { id: 'b1', cells: { group: 't1' } })
  addRow(doc, at('budget'), { id: 'b2', cells: { group: 't1', description: 'Drukwerk' } })
  addRow(doc, at('people'), { id: 'q1' })
  const content = () => readPlan(doc, format, { epoch: '', seq: 0 })
  const budget = ['description', 'party', 'quantityHundredths', 'rateCents', 'amountCents']
  const request = (text: string, over: Partial<PasteRequest> = {}): PasteRequest => {
    const table = over.table ?? at('budget')
    return {
      table,
      format,
      content: content(),
      rows: readTabSeparated(text),
      at: { row: 'b1', column: 'description' },
      shown: table.columns.filter(({ id }) => table.id !== 'budget' || budget.includes(id)),
      below: 'fill',
      newRowId: (line) => `new${line}`,
      isHeld: (one) => one.includes('123456782'),
      ...over,
    }
  }
  const paste = (plan: PastePlan, table = 'budget') =>
    doc.transact(() => applyPaste(doc, at(table), plan.lines), 'me')
  const rows = (table = 'budget') => content().tables[table] ?? []
  return { doc, at, content, request, paste, rows }
}

const named = (plan: PastePlan) =>
  plan.lines.flatMap(({ refused }) => refused.map(({ column, text }) => `${column.id}: ${text}`))

describe('a range that is pasted into a budget', () => {
  it('fills cells and rows from where the user stands, and adds rows to the same group', () => {
    const { request, paste, rows } = open()
    const plan = planPaste(
      request(
        'Overleg\tWelzijn Dalmeer\t12,5\t€ 86,00\r\nReis\t\t\t\t1.075,00\r\nZaal\t\tnvt\tnvt\t€ 5,-\r\n',
      ),
    )
    expect(named(plan)).toEqual([])
    paste(plan)
    expect(rows()).toMatchObject([
      {
        id: 'b1',
        description: 'Overleg',
        party: 'p1',
        quantityHundredths: 1250,
        rateCents: 8600,
        amountCents: 107_500,
      },
      {
        id: 'b2',
        description: 'Reis',
        party: null,
        quantityHundredths: 'nvt',
        rateCents: 'nvt',
        amountCents: 107_500,
      },
      { id: 'new2', group: 't1', description: 'Zaal', quantityHundredths: 'nvt', amountCents: 500 },
    ])
  })

  it('shows what it would overwrite, and nothing when all cells are empty', () => {
    const { request } = open()
    expect(needsPreview(planPaste(request('Overleg\r\n')))).toBe(false)
    const over = planPaste(request('Overleg\nReis'))
    expect(needsPreview(over)).toBe(true)
    expect(over.lines.map(({ replaced }) => replaced)).toEqual([[], ['description']])
    // The same words again change nothing.
    expect(needsPreview(planPaste(request('Overleg\nDrukwerk')))).toBe(false)
  })

  it('skips a column of the plan that the range does not have, and says that it guessed', () => {
    const { request, paste, rows } = open()
    const plan = planPaste(request('Overleg\t40\t75,00\t3.000,00'))
    expect(plan.columns.isGuessed).toBe(true)
    expect(needsPreview(plan)).toBe(true)
    paste(plan)
    expect(rows()[0]).toMatchObject({
      quantityHundredths: 4000,
      rateCents: 7500,
      amountCents: 300_000,
    })
  })

  it('takes the columns that the first row names, whatever their order', () => {
    const { request, paste, rows } = open()
    const plan = planPaste(request('Bedrag\tOmschrijving\n€ 250\tZaalhuur\n'))
    expect(plan.columns.hasHeader).toBe(true)
    paste(plan)
    expect(rows()[0]).toMatchObject({ id: 'b1', description: 'Zaalhuur', amountCents: 25_000 })
  })

  it('puts lines in the group that a heading or a column names; sums are no lines', () => {
    const { request, paste, rows, content } = open()
    const group = format.sections
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) =>
        block.kind === 'table' && block.id === 'budget' ? (block.groups ?? []) : [],
      )
      .find(({ kind }) => kind === 'fixed')
    if (group?.kind !== 'fixed') throw new Error('no fixed group')
    const plan = planPaste(
      request(
        `Omschrijving\tAantal\tTarief\tBedrag\nOverleg\t2\t10\t20\nSubtotaal\t\t\t20\n${group.label}\t\t\t\nZaal\t\t\t30\nTotaal\t\t\t50\n`,
      ),
    )
    expect(plan.sums).toBe(2)
    paste(plan)
    expect(rows().map((row) => [row['description'], row['group']])).toEqual([
      ['Overleg', 't1'],
      ['Drukwerk', 't1'],
      ['Zaal', group.id],
    ])
    const second = planPaste(
      request(`Groep\tOmschrijving\tBedrag\n${group.label}\tKoffie\t12,50\nonbekend\tThee\t3\n`),
    )
    expect(named(second)).toEqual(['group: onbekend'])
    paste(second)
    expect(
      content().tables['budget']?.find((row) => row['description'] === 'Koffie')?.['group'],
    ).toBe(group.id)
  })

  it('names each cell that it can not read, and leaves that cell as it was', () => {
    const { request, paste, rows } = open()
    const plan = planPaste(
      request('Overleg\tOnbekend BV\t12.5\tveel\nDruk 123456782\t\t\t\t€ -5,00'),
    )
    expect(named(plan)).toEqual([
      'party: Onbekend BV',
      'quantityHundredths: 12.5',
      'rateCents: veel',
      'amountCents: €\u00a0-5,00',
      'description: ',
    ])
    paste(plan)
    expect(rows()[0]).toMatchObject({
      description: 'Overleg',
      party: null,
      quantityHundredths: null,
    })
    expect(rows()[1]).toMatchObject({ description: 'Drukwerk', amountCents: null })
  })

  it('reads the number that a spreadsheet gives beside the text that it shows', () => {
    const { request } = open()
    const cells = [
      { text: 'Overleg', isFormula: false },
      { text: '', isFormula: false },
      { text: '1,075.00', number: 1075, isFormula: false },
      { text: '86.5', number: 86.5, isFormula: false },
    ]
    const [line] = planPaste(request('', { rows: [{ cells }] })).lines
    expect(line?.writes).toMatchObject({ quantityHundredths: 107_500, rateCents: 8650 })
  })

  it('refuses a text that is too long for a line (limit lineLength)', () => {
    const { request } = open()
    const plan = planPaste(request('a'.repeat(2001)))
    expect(plan.lines[0]?.refused).toMatchObject([{ why: expect.stringContaining('te lang') }])
  })

  it('is one step for undo, also with new rows', () => {
    const { doc, request, paste, content } = open()
    const before = content()
    const undo = new UndoManager(rootTypes(doc, format), { doc, trackedOrigins: new Set(['me']) })
    paste(planPaste(request('a\tWelzijn Dalmeer\t1\t2\nb\t\t3\t4\nc\nd')))
    expect(content().tables).not.toEqual(before.tables)
    undo.undo()
    expect(content().tables).toEqual(before.tables)
    undo.redo()
    expect(content().tables['budget']).toHaveLength(4)
  })

  it('makes a line with an amount of an hours line, and says that it overwrites', () => {
    const { doc, at, request, paste, rows } = open()
    addRow(doc, at('budget'), {
      id: 'b3',
      cells: { group: 't1', description: 'Uren', quantityHundredths: 100, rateCents: 100 },
    })
    const plan = planPaste(request('900', { at: { row: 'b3', column: 'amountCents' } }))
    expect(plan.lines[0]?.replaced).toEqual(['quantityHundredths', 'rateCents'])
    paste(plan)
    expect(rows().at(-1)).toMatchObject({ amountCents: 90_000, quantityHundredths: 'nvt' })
  })
})

describe('a list of names that is pasted into cards', () => {
  it('fills the empty card where the user stands and makes a card for each other name', () => {
    const { at, doc, request, paste, rows } = open()
    addRow(doc, at('people'), { id: 'q2', cells: { name: 'Noor Dekker' } })
    const plan = planPaste(
      request('Naam\nÉlise\nAhmed\n', {
        table: at('people'),
        at: { row: 'q1', column: 'name' },
        below: 'insert',
      }),
    )
    expect(needsPreview(plan)).toBe(false)
    paste(plan, 'people')
    expect(rows('people').map(({ name }) => name)).toEqual(['Élise', 'Ahmed', 'Noor Dekker'])
  })
})

describe('any range', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      '12,5',
      '€ 1.075,00',
      '12.5',
      '-3',
      'nvt',
      'Totaal',
      'Welzijn Dalmeer',
      '9-3-2026',
      '10000000000',
    ),
    fc.string({ maxLength: 8 }).map((text) => text.replaceAll(/[\t\n\r"]/g, ' ')),
  )
  const range = fc.array(fc.array(cell, { minLength: 1, maxLength: 7 }), {
    minLength: 1,
    maxLength: 8,
  })

  it('changes nothing but the cells of its plan, can be undone at once, and changes nothing when pasted again', () => {
    fc.assert(
      fc.property(
        range,
        fc.constantFrom('description', 'party', 'rateCents', 'amountCents'),
        fc.constantFrom('fill' as const, 'insert' as const),
        (cells, column, below) => {
          const { doc, request, paste, content } = open()
          const before = content()
          const undo = new UndoManager(rootTypes(doc, format), {
            doc,
            trackedOrigins: new Set(['me']),
          })
          const text = cells.map((row) => row.join('\t')).join('\n')
          const plan = planPaste(request(text, { below, at: { row: 'b1', column } }))
          paste(plan)
          const after = content()
          // Every number in the plan is within its limits: the reader reports those that are not.
          expect(after.problems).toEqual(before.problems)
          const touched = new Set(plan.lines.map(({ row }) => row))
          for (const row of before.tables['budget'] ?? [])
            if (!touched.has(row.id)) expect(after.tables['budget']).toContainEqual(row)
          if (below === 'fill') {
            const again = planPaste(request(text, { content: after, at: { row: 'b1', column } }))
            // Lines in other groups go to empty rows, of which there are fewer the second time.
            const isHere = plan.lines.every(({ group }) => group === 't1')
            for (const line of again.lines)
              if (isHere && line.added === null) expect(line.writes).toEqual({})
          }
          undo.undo()
          expect(content().tables).toEqual(before.tables)
        },
      ),
      { numRuns: 150 },
    )
  })
})

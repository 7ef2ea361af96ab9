import { columnKinds } from '../format/columns.ts'
import { valueKinds } from '../format/kinds/values.ts'
import { tablesOf, valuesOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { findBsn } from '../privacy/bsn.ts'
import { findSpread, textIn } from '../privacy/find-in-value.ts'
import type { RichNode } from '../richtext/rich-doc.ts'
import type { Steps } from '../steps.ts'
import type { CellValue, PlanContent, Problem, Target } from './content.ts'

/**
 * The rule about likely citizen service numbers: it comes from the law and not from a form, so no
 * form can leave it out.
 */
export const bsnRule = 'T7'

/**
 * The places in a plan with a likely BSN. The screen asks while a user types, but forgets the
 * answer with the page, and text that arrived in another way was never checked. So the user who
 * submits the plan answers for it, and that answer is stored.
 */
export function* findNumbersLikeBsn(
  content: Pick<PlanContent, 'values' | 'fields' | 'tables'>,
  format: Format,
): Steps<Problem[]> {
  const problems: Problem[] = []
  const look = (cell: CellValue | undefined, target: Target) => {
    const count = countIn(cell)
    if (count > 0)
      problems.push({ rule: bsnRule, severity: 'block', message: message(count), target })
  }
  for (const value of valuesOf(format))
    if (valueKinds[value.kind].isFreeText)
      look(content.values[value.id], { kind: 'value', field: value.id })
  for (const [id, field] of Object.entries(content.fields)) {
    look(field, { kind: 'field', field: id })
    yield textUnits
  }
  for (const table of tablesOf(format)) {
    const columns = table.columns.filter(({ kind }) => columnKinds[kind].isFreeText)
    for (const row of content.tables[table.id] ?? []) {
      yield cellUnits * columns.length
      const place = (column: string): Target => ({
        kind: 'cell',
        table: table.id,
        row: row.id,
        column,
      })
      for (const column of columns) look(row[column.id], place(column.id))
      // The digits may be spread over adjacent cells.
      for (const at of findSpread(columns.map((column) => textOf(row[column.id])))) {
        const column = columns[at]?.id
        if (column !== undefined)
          problems.push({
            rule: bsnRule,
            severity: 'block',
            message: spreadMessage,
            target: place(column),
          })
      }
    }
  }
  return problems
}

/** Work units for scanning a text, and a cell. */
const textUnits = 100
const cellUnits = 8

const spreadMessage =
  'In deze cel en de cellen ernaast staat samen een getal dat op een BSN lijkt. Een BSN mag niet in een wijkplan. Haal het weg, of geef aan waarom het geen BSN is.'

/** The sentence contains the count: one more is another finding, with its own answer. */
function message(count: number): string {
  const what =
    count === 1
      ? 'Hier staat een getal dat op een BSN lijkt.'
      : `Hier staan ${count} getallen die op een BSN lijken.`
  return `${what} Een BSN mag niet in een wijkplan. Haal het weg, of geef aan waarom het geen BSN is.`
}

type Judged = { text: string; count: number }
/** An unchanged text is the same object, and this runs on every keystroke. */
const judgedTexts = new WeakMap<RichNode, Judged>()

function judged(doc: RichNode): Judged {
  const known = judgedTexts.get(doc)
  if (known !== undefined) return known
  const text = textIn(doc)
  const result = { text, count: findBsn(text).length }
  judgedTexts.set(doc, result)
  return result
}

function countIn(cell: CellValue | undefined): number {
  if (typeof cell === 'string') return cell.length < 8 ? 0 : findBsn(cell).length
  return typeof cell === 'object' && cell !== null ? judged(cell).count : 0
}

function textOf(cell: CellValue | undefined): string {
  if (typeof cell === 'string') return cell
  return typeof cell === 'object' && cell !== null ? judged(cell).text : ''
}

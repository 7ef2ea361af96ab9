import { columnKinds } from '../format/columns.ts'
import { valueKinds } from '../format/kinds/values.ts'
import { tablesOf, valuesOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { findBsn } from '../privacy/bsn.ts'
import { findSpread, textIn } from '../privacy/find-in-value.ts'
import type { Steps } from '../steps.ts'
import type { CellValue, PlanContent, Problem, RichNode, Target } from './content.ts'

/** The rule of what looks like a citizen service number: of the law and not of a form, so no form can leave it out. */
export const bsnRule = 'T7'

/**
 * Where a plan has what looks like a BSN. The screen asks while someone types, and forgets the answer with the page; text
 * that came in another way was never asked about. So whoever hands the plan in answers for it, and that is kept.
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
      // Its digits may be written over cells that stand beside each other.
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

/** Looking through a text, and through a cell. */
const textUnits = 100
const cellUnits = 8

const spreadMessage =
  'In deze cel en de cellen ernaast staat samen een getal dat op een BSN lijkt. Een BSN mag niet in een wijkplan. Haal het weg, of geef aan waarom het geen BSN is.'

/** The number of them is part of the sentence: a further one is another finding, with an answer of its own. */
function message(count: number): string {
  const what =
    count === 1
      ? 'Hier staat een getal dat op een BSN lijkt.'
      : `Hier staan ${count} getallen die op een BSN lijken.`
  return `${what} Een BSN mag niet in een wijkplan. Haal het weg, of geef aan waarom het geen BSN is.`
}

type Judged = { text: string; count: number }
/** A text that did not change is the same object, and this is asked at every key. */
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

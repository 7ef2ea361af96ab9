import { contentOfBlock } from '../format/blocks.ts'
import { type Column, isPlain, isRichText } from '../format/columns.ts'
import { notApplicable } from '../format/kinds/plain-value.ts'
import { blocksOf, fieldIdsOf, tablesOf, valuesOf } from '../format/lookup.ts'
import type { Format, Table } from '../format/schema.ts'
import type { Steps } from '../steps.ts'
import type { PlanContent, Row } from './content.ts'
import { isFilledCell } from './filled.ts'
import { groupIdOf, groupsOf, otherGroup } from './groups.ts'
import { placesOf, rowOf } from './row-places.ts'
import { bareLabel, cellWords, valueWords } from './words.ts'

/** One state of a plan, read by one version of its form. */
export type FormReading = { format: Format; content: PlanContent }

/** A block or a column that only the other version has. `table`: the table of a new column. */
export type AskedPart = { section: string; table: string | null; label: string }
export type MovedPart = { label: string; from: string; to: string }
/** The same answer in other words, because the form names it otherwise, and how often it is given. */
export type RewordedAnswer = { label: string; from: string; to: string; count: number }
/**
 * Why a plan can't follow the other version. `no-place`: the plan holds content for which it has no
 * place. `section-gone`: comments and rights may be about a section that it lacks. `text-column`: a
 * table with rows gets a column of rich text, and such a text is only made together with its row.
 */
export type Obstacle = {
  reason: 'no-place' | 'section-gone' | 'text-column'
  label: string
  count: number
}
export type FormChange = {
  asks: AskedPart[]
  moves: MovedPart[]
  rewords: RewordedAnswer[]
  obstacles: Obstacle[]
}

/** Units for a row of a table: its cells are compared in both readings. */
const rowUnits = 10

/**
 * The difference for this plan between two versions of its form, of which `before` is the one that
 * it follows. Both readings are of the same state of the document.
 */
export function* formChangeInSteps(before: FormReading, after: FormReading): Steps<FormChange> {
  const found = new Findings()
  for (const { id, title } of before.format.sections)
    if (!after.format.sections.some((section) => section.id === id))
      found.obstacle('section-gone', title)
  compareSingles(before, after, found)
  const tables = new Map(tablesOf(after.format).map((table) => [table.id, table]))
  for (const table of tablesOf(before.format))
    yield* compareTables(table, tables.get(table.id), { before, after, found })
  return {
    ...placesThatDiffer(before.format, after.format),
    rewords: found.rewords(),
    obstacles: found.obstacles(),
  }
}

type Place = { section: string; title: string; table: string | null; label: string }

/** Every value, field, table and column of a form with its section, by a key that both forms share. */
function placesIn(format: Format): Map<string, Place> {
  const found = new Map<string, Place>()
  for (const { section, block } of blocksOf(format)) {
    const label = block.label ?? section.title
    const at = { section: section.id, title: section.title, table: null }
    const { values = [], fields = [], tables = [] } = contentOfBlock(block, label)
    for (const value of values) found.set(`value ${value.id}`, { ...at, label: value.label })
    for (const id of fields) found.set(`field ${id}`, { ...at, label })
    for (const table of tables) {
      const name = table.label ?? label
      found.set(`table ${table.id}`, { ...at, label: name })
      for (const column of table.columns)
        found.set(`column ${table.id} ${column.id}`, { ...at, table: name, label: column.label })
    }
  }
  return found
}

function placesThatDiffer(before: Format, after: Format): Pick<FormChange, 'asks' | 'moves'> {
  const [old, fresh] = [placesIn(before), placesIn(after)]
  const asks: AskedPart[] = []
  const moves: MovedPart[] = []
  for (const [key, { section, title, table, label }] of fresh) {
    const was = old.get(key)
    const name = bareLabel(label)
    // The columns of a table that is new or moves are not named one by one.
    const isOfItsTable = table !== null && isMoved(`table ${key.split(' ')[1]}`, old, fresh)
    if (isOfItsTable) continue
    if (was === undefined) asks.push({ section: title, table, label: name })
    else if (was.section !== section) moves.push({ label: name, from: was.title, to: title })
  }
  return { asks, moves }
}

const isMoved = (key: string, old: Map<string, Place>, fresh: Map<string, Place>) =>
  old.get(key)?.section !== fresh.get(key)?.section

function compareSingles(before: FormReading, after: FormReading, found: Findings): void {
  const definitions = new Map(valuesOf(after.format).map((value) => [value.id, value]))
  for (const was of valuesOf(before.format)) {
    const value = before.content.values[was.id] ?? null
    const kept = after.content.values[was.id] ?? null
    const now = definitions.get(was.id)
    if (value === null) continue
    if (now === undefined || value !== kept) found.obstacle('no-place', was.label)
    else
      found.words(now.label, {
        from: valueWords(value, was, before.format),
        to: valueWords(value, now, after.format),
      })
  }
  for (const id of fieldIdsOf(before.format))
    if (isFilledCell(before.content.fields[id]) && after.content.fields[id] === undefined)
      found.obstacle('no-place', placesIn(before.format).get(`field ${id}`)?.label ?? id)
}

type Comparing = { before: FormReading; after: FormReading; found: Findings }

function* compareTables(
  was: Table,
  now: Table | undefined,
  { before, after, found }: Comparing,
): Steps<void> {
  const rows = before.content.tables[was.id] ?? []
  if (now === undefined) {
    if (rows.length > 0) found.obstacle('no-place', was.label ?? was.item.many, rows.length)
    return
  }
  const columns = new Map(now.columns.map((column) => [column.id, column]))
  const isOld = (id: string) => was.columns.some((column) => column.id === id)
  for (const column of now.columns)
    if (rows.length > 0 && isRichText(column) && !isOld(column.id))
      found.obstacle('text-column', column.label, rows.length)
  const kept = after.content.tables[was.id] ?? []
  const [oldGroups, newGroups] = [
    groupsOf(was, before.content.tables),
    groupsOf(now, after.content.tables),
  ]
  for (const row of rows) {
    yield rowUnits
    const same = rowOf(kept, row.id)
    if (
      was.groups !== undefined &&
      groupIdOf(row, oldGroups) !== otherGroup &&
      (now.groups === undefined || groupIdOf(row, newGroups) === otherGroup)
    )
      found.obstacle('no-place', groupLabel(row, oldGroups))
    for (const column of was.columns)
      compareCell(column, columns.get(column.id), { row, same, before, after, found })
  }
  // A row that both readings hold keeps its place: the order is stored with the row.
  if (placesOf(kept).size < rows.length) found.obstacle('no-place', was.label ?? was.item.many)
}

const groupLabel = (row: Row, groups: readonly { id: string; label: string }[]) =>
  groups.find(({ id }) => id === row['group'])?.label ?? ''

function compareCell(
  was: Column,
  now: Column | undefined,
  { row, same, before, after, found }: Comparing & { row: Row; same: Row | undefined },
): void {
  const value = row[was.id] ?? null
  if (!(isPlain(was) || isRichText(was)) || !isFilledCell(value) || value === notApplicable) return
  const kept = same?.[was.id] ?? null
  const isKept = isRichText(was) ? now !== undefined && isRichText(now) : value === kept
  if (now === undefined || !isKept) found.obstacle('no-place', was.label)
  else if (isPlain(was))
    found.words(now.label, {
      from: cellWords(value, was, before.content),
      to: cellWords(value, now, after.content),
    })
}

/** Counts what is found more than once: a table may hold thousands of equal answers. */
class Findings {
  readonly #obstacles = new Map<string, Obstacle>()
  readonly #rewords = new Map<string, RewordedAnswer>()

  obstacle(reason: Obstacle['reason'], label: string, count = 1): void {
    const key = JSON.stringify([reason, label])
    const known = this.#obstacles.get(key)
    this.#obstacles.set(key, {
      reason,
      label: bareLabel(label),
      count: (known?.count ?? 0) + count,
    })
  }

  words(label: string, { from, to }: { from: string; to: string }): void {
    if (from === to) return
    const key = JSON.stringify([label, from, to])
    const count = (this.#rewords.get(key)?.count ?? 0) + 1
    this.#rewords.set(key, { label: bareLabel(label), from, to, count })
  }

  obstacles = () => [...this.#obstacles.values()]
  rewords = () => [...this.#rewords.values()]
}

import { comparePlans } from '../compare/compare-plans.ts'
import type { Comparison, Difference } from '../compare/differences.ts'
import { isComputed, isReference, isRichText } from '../format/columns.ts'
import { tablesOf } from '../format/lookup.ts'
import type { Format, Table } from '../format/schema.ts'
import type { PlanContent, PlanInput, Row } from '../plan/content.ts'
import { isUntouchedPreset } from '../plan/filled.ts'
import { groupIdOf, groupsOf, otherGroup } from '../plan/groups.ts'
import { assembleTables } from '../plan/read.ts'
import { cellWords } from '../plan/words.ts'
import { emptyDoc } from '../richtext/plain-text.ts'
import type { RichDoc } from '../richtext/rich-doc.ts'
import { compareSums, type SumDifference } from './compare-sums.ts'
import type { ImportedRow, ImportedTable, ImportResult, Unplaced } from './import-result.ts'
import { isSameLine, labelKey } from './label-key.ts'
import { matchRows } from './match-rows.ts'
import { newRow } from './new-row.ts'
import { placeRows } from './place-rows.ts'
import { groupByName, rowByName } from './resolve-names.ts'
import { settleText } from './same-text.ts'
import { settleLine } from './settle-line.ts'

export type ImportProposal = {
  /** The plan if everything were accepted. */
  target: PlanContent
  /** The differences from the current plan to that one, under the headings of the form. */
  comparison: Comparison
  /** Unplaced content: of the file itself, and what only shows in comparison with the plan. */
  unplaced: Unplaced[]
  /** Printed sums that the imported rows do not match. */
  sums: SumDifference[]
}

/**
 * The changes that a file would make in a plan, relative to its current state: places that do not
 * occur in the file stay as they are. Writes nothing. Throws `formats-differ` for a file that was
 * read with another form.
 */
export function proposeImport(
  found: ImportResult,
  now: PlanContent,
  format: Format,
): ImportProposal {
  const unplaced = [...found.unplaced]
  const values = { ...now.values }
  for (const [id, value] of Object.entries(found.values)) {
    const old = values[id]
    values[id] =
      typeof value === 'string' && typeof old === 'string' && isSameLine(value, old) ? old : value
  }
  const fields = { ...now.fields }
  for (const [id, doc] of Object.entries(found.fields))
    fields[id] = settleText(doc, now.fields[id] ?? emptyDoc())
  const tables: Record<string, Row[]> = Object.fromEntries(
    Object.entries(now.tables).map(([id, rows]) => [id, [...rows]]),
  )
  const taken = new Map<string, (string | null)[]>()
  for (const table of inOrderOfNeed(format)) {
    const read = found.tables[table.id]
    if (read === undefined) continue
    const merged = mergeRows(read, { table, format, now, target: tables, unplaced })
    tables[table.id] = merged.rows
    taken.set(table.id, merged.taken)
  }
  const target: PlanContent = { ...now, values, fields, ...assembleTables(format, tables) }
  const read = { ...now, format: found.format }
  const checked = compareSums(found, target, { format, taken })
  return {
    target,
    comparison: comparePlans(read, target, format),
    unplaced: [...unplaced, ...checked.unplaced],
    sums: checked.sums,
  }
}

/** True if a difference removes something: it is shown, but only applied if a user asks for it. */
export function isRemoval(difference: Difference): boolean {
  if (difference.kind === 'row') return difference.change === 'removed'
  const { content } = difference
  return content.kind === 'plain'
    ? content.new === null
    : content.blocks.every((block) => block.op === 'deleted')
}

type TableContext = {
  table: Table
  format: Format
  now: PlanContent
  target: Record<string, Row[]>
  unplaced: Unplaced[]
}

/**
 * The rows of the table combined with those of the file, and the resulting row for each line of the
 * file.
 */
function mergeRows(
  { rows: found, isWhole }: ImportedTable,
  context: TableContext,
): { rows: Row[]; taken: (string | null)[] } {
  const { table, now, target, unplaced } = context
  const rows = now.tables[table.id] ?? []
  const groups = groupsOf(table, now.tables)
  const isGrouped = table.groups !== undefined
  const grouped = found.map((row) => {
    const group =
      isGrouped && row.group !== null
        ? groupByName(row.group, table, { now: now.tables, target })
        : null
    const isNamed = row.group !== null && row.group !== '' && labelKey(row.group) !== noGroup
    if (isGrouped && row.group !== null && group === null && isNamed)
      unplaced.push({
        text: row.group,
        where: row.where,
        why: 'Dit onderdeel kent de begroting niet. De regel komt bij “Zonder onderdeel”; kies zelf waar hij hoort.',
      })
    return { row, group }
  })
  const known = rows.map((row) => ({ row, group: isGrouped ? groupIdOf(row, groups) : null }))
  const matches = matchRows(
    table,
    grouped.map((entry) => ({ ...entry, group: isGrouped ? (entry.group ?? otherGroup) : null })),
    known,
  )
  const taken: (string | null)[] = []
  const merged = grouped.flatMap(({ row, group }, index): { row: Row; isNew: boolean }[] => {
    const id = matches[index] ?? null
    const old = id === null ? undefined : rows.find((candidate) => candidate.id === id)
    const next = mergeRow(row, { ...context, old, group })
    // An unfilled preset row is nobody's content.
    const isLeft = old === undefined && isUntouchedPreset(table, next)
    taken.push(isLeft ? null : next.id)
    return isLeft ? [] : [{ row: next, isNew: old === undefined }]
  })
  const stays = (row: Row) => !isWhole || isUntouchedPreset(table, row)
  const placed = placeRows(rows, merged, {
    stays,
    groupOf: (row) => (isGrouped ? String(row['group'] ?? '') : ''),
  })
  return { rows: placed, taken }
}

/** The name that our own exports give to lines whose group was deleted. */
const noGroup = 'zonder onderdeel'

function mergeRow(
  found: ImportedRow,
  {
    table,
    format,
    now,
    target,
    unplaced,
    old,
    group,
  }: TableContext & { old: Row | undefined; group: string | null },
): Row {
  const row: Row = old === undefined ? newRow(table, found) : { ...old }
  if (group !== null) row['group'] = group
  for (const column of table.columns) {
    const value = found.cells[column.id]
    const before = old?.[column.id]
    if (isReference(column)) {
      const name = found.names[column.id]
      if (name === undefined) continue
      const named =
        name === ''
          ? null
          : rowByName(name, { ids: column.tables, content: target, format }, before)
      if (named === null) row[column.id] = null
      else if (named.kind === 'row') row[column.id] = named.id
      else
        unplaced.push({
          text: `${column.label}: ${name}`,
          where: found.where,
          why:
            named.kind === 'several'
              ? 'Deze naam komt vaker voor. Kies zelf wie of wat bedoeld is.'
              : 'Deze naam staat niet in het plan. Voeg hem toe en kies hem daarna zelf.',
        })
    } else if (value === undefined) continue
    else if (isRichText(column))
      row[column.id] = settleText(value as RichDoc, (before ?? emptyDoc()) as RichDoc)
    else
      row[column.id] =
        typeof value === 'string' && typeof before === 'string' && isSameLine(value, before)
          ? before
          : value
  }
  for (const id of settleLine(table, row, { found, old })) {
    const column = table.columns.find((candidate) => candidate.id === id)
    if (column !== undefined)
      unplaced.push({
        text: `${column.label}: ${cellWords(found.cells[id] ?? null, column, now)}`,
        where: found.where,
        why: 'Een regel heeft een aantal en een tarief, of een bedrag. Deze regel is een bedrag.',
      })
  }
  return row
}

/**
 * Referenced tables come first, so that a name finds its row. Two tables that refer to each other
 * keep their order.
 */
function inOrderOfNeed(format: Format): Table[] {
  const tables = tablesOf(format)
  const done: Table[] = []
  const visit = (table: Table, open: ReadonlySet<string>) => {
    if (done.includes(table) || open.has(table.id)) return
    const needs = [
      ...table.columns.flatMap((column) => (isReference(column) ? column.tables : [])),
      ...(table.groups ?? []).flatMap((group) => (group.kind === 'perRow' ? [group.table] : [])),
    ]
    for (const other of tables)
      if (needs.includes(other.id)) visit(other, new Set([...open, table.id]))
    done.push(table)
  }
  for (const table of tables) visit(table, new Set())
  return done
}

/** The content of a new plan: the empty form, plus the accepted parts of the file. */
export function acceptedInput(
  { target }: ImportProposal,
  empty: PlanContent,
  { format, ids }: { format: Format; ids: ReadonlySet<string> },
): Required<PlanInput> {
  const pick = <T>(
    prefix: string,
    old: Readonly<Record<string, T>>,
    changed: Readonly<Record<string, T>>,
  ): Record<string, T> =>
    Object.fromEntries(
      Object.entries(changed).flatMap(([id, value]) =>
        ids.has(`${prefix}/${id}`)
          ? [[id, value]]
          : old[id] === undefined || old[id] === null
            ? []
            : [[id, old[id]]],
      ),
    )
  const tables = Object.fromEntries(
    tablesOf(format).map((table) => {
      const before = new Map((empty.tables[table.id] ?? []).map((row) => [row.id, row]))
      const rows = (target.tables[table.id] ?? []).flatMap((row): Row[] => {
        if (ids.has(`row/${table.id}/${row.id}`)) return [row]
        const old = before.get(row.id)
        return old === undefined ? [] : [old]
      })
      return [table.id, rows.map((row) => written(row, table))]
    }),
  )
  return {
    values: pick('value', empty.values, target.values),
    fields: pick('field', empty.fields, target.fields),
    tables,
  }
}

/** Without computed values: a plan is created from what users write. */
function written(row: Row, table: Table): Row {
  const columns = new Set(
    table.columns.filter((column) => !isComputed(column)).map((column) => column.id),
  )
  return Object.fromEntries(
    Object.entries(row).filter(([id]) => id === 'id' || columns.has(id)),
  ) as Row
}

import { formatDate } from '../dates.ts'
import { tableOf } from '../format/lookup.ts'
import type { Rule } from '../format/rules.ts'
import type { Format, Table } from '../format/schema.ts'
import { formatList } from '../format-list.ts'
import { isEmptyCell } from './computed.ts'
import type { CellValue, PlanContent, Row, Target } from './content.ts'
import { isCounted } from './counted-rows.ts'
import { differingRows } from './differs-from-reference.ts'
import { isFilledCell, isUntouchedPreset } from './filled.ts'
import { type Finding, found } from './findings.ts'
import { groupIdOf, groupsOf } from './groups.ts'
import { goalOf } from './programme.ts'
import { rowOf } from './row-places.ts'
import { titleColumnOf, titleOf } from './row-title.ts'
import { amountWords, optionLabel } from './words.ts'

export type TableRule = Extract<Rule, { table: string }>
type Kind = TableRule['kind']

/** The rows that a rule looks at: those in use, and of them those that match its `where`. */
type Here = {
  table: Table
  rows: readonly Row[]
  content: PlanContent
  format: Format
}

/** The findings of a rule about the rows of a table. */
export function checkTableRule(
  rule: TableRule,
  table: Table,
  { content, format }: { content: PlanContent; format: Format },
): Finding[] {
  const where = 'where' in rule ? rule.where : {}
  const rows = (content.tables[table.id] ?? []).filter(
    (row) => !isUntouchedPreset(table, row) && matches(row, where),
  )
  const check = checks[rule.kind] as (rule: TableRule, here: Here) => Finding[]
  return check(rule, { table, rows, content, format })
}

/** A kind of rule about a table without a check does not compile. */
const checks: {
  readonly [K in Kind]: (rule: Extract<TableRule, { kind: K }>, here: Here) => Finding[]
} = {
  coverage(rule, { table, rows }) {
    // A row without a name stands for nobody.
    const title = titleColumnOf(table)
    const present = new Set(
      rows
        .filter((row) => title === undefined || isFilledCell(row[title]))
        .map((row) => row[rule.column]),
    )
    const missing = rule.values.filter((id) =>
      [id, ...(rule.counts[id] ?? [])].every((value) => !present.has(value)),
    )
    if (missing.length === 0) return []
    const names = formatList(missing.map((id) => labelOf(table, rule.column, id)))
    const asked = missing.flatMap((id) => {
      const ask = rule.asks[id]
      return ask?.values.some((value) => present.has(value)) === true ? [ask.message] : []
    })
    const finding = found(rule, ofTable(table), { names })
    return [{ ...finding, message: [finding.message, ...asked].join(' ') }]
  },
  rowCount(rule, { table, rows }) {
    return rows.length < rule.min || (rule.max !== undefined && rows.length > rule.max)
      ? [found(rule, ofTable(table), { count: String(rows.length) })]
      : []
  },
  cellsFilled(rule, { table, rows, content }) {
    if (rule.unlessValue !== undefined && isFilledCell(content.values[rule.unlessValue])) return []
    return rows.flatMap((row) => {
      const empty = rule.columns.filter((id) => !isFilledCell(row[id]))
      const [first] = empty
      if (first === undefined) return []
      const names = formatList(
        empty.map((id) => table.columns.find((column) => column.id === id)?.label ?? id),
      )
      return [found(rule, ofCell(table, row, first), { names, row: titleOf(table, row) })]
    })
  },
  cellIs(rule, { table, rows }) {
    return rows.flatMap((row) =>
      rule.oneOf.includes(String(row[rule.column] ?? ''))
        ? []
        : [found(rule, ofCell(table, row, rule.column), { row: titleOf(table, row) })],
    )
  },
  onlyOnce(rule, { table, rows, content }) {
    const byAnswer = new Map<CellValue | undefined, Row[]>()
    for (const row of rows)
      if (isFilledCell(row[rule.column]))
        byAnswer.set(row[rule.column], [...(byAnswer.get(row[rule.column]) ?? []), row])
    return [...byAnswer].flatMap(([answer, same]) => {
      const [, second] = same
      if (second === undefined) return []
      return [
        found(rule, ofCell(table, second, rule.column), {
          names: answerWords(table, rule.column, String(answer), content),
          count: String(same.length),
        }),
      ]
    })
  },
  sameAsReferred(rule, { table, rows, content, format }) {
    return rows.flatMap((row) => {
      const other = referredRow(content, row[rule.via])
      const [own, theirs] = [row[rule.column], other?.row[rule.column]]
      if (other === null || isEmptyCell(own) || isEmptyCell(theirs) || own === theirs) return []
      const otherTable = tableOf(format, other.table) ?? table
      return [
        found(rule, ofCell(table, row, rule.column), {
          row: titleOf(table, row),
          party: titleOf(otherTable, other.row),
          own: labelOf(table, rule.column, String(own)),
          names: labelOf(otherTable, rule.column, String(theirs)),
        }),
      ]
    })
  },
  referredTo(rule, { table, rows, content }) {
    const named = new Set((content.tables[rule.by.table] ?? []).map((row) => row[rule.by.column]))
    return rows
      .filter((row) => !named.has(row.id))
      .map((row) =>
        found(
          rule,
          { kind: 'row', table: table.id, row: row.id },
          {
            row: titleOf(table, row),
          },
        ),
      )
  },
  dateOrder(rule, { table, rows }) {
    const [first, last] = rule.columns
    return rows.flatMap((row) =>
      isBefore(row[last], row[first])
        ? [found(rule, ofCell(table, row, last), { row: titleOf(table, row) })]
        : [],
    )
  },
  rowEachYear(rule, { table, rows, content }) {
    const dates = rows.map((row) => String(row[rule.column] ?? ''))
    const poor = yearsOf(content).filter(
      (year) => dates.filter((date) => date.startsWith(`${year}-`)).length < rule.min,
    )
    return poor.length === 0 ? [] : [found(rule, ofTable(table), { names: formatList(poor) })]
  },
  dateInPeriod(rule, { table, rows, content, format }) {
    const goal = rule.isForProgramme ? goalOf(format, content) : null
    const { periodFrom, periodTo } = content.values
    const limits = [rule.notAfter, goal, periodTo].filter((day) => typeof day === 'string')
    const last = limits.toSorted()[0]
    return rows.flatMap((row) =>
      rule.columns.flatMap((id) =>
        isBefore(row[id], periodFrom) || isBefore(last, row[id])
          ? [
              found(rule, ofCell(table, row, id), {
                row: titleOf(table, row),
                limit: formatDate(last ?? ''),
              }),
            ]
          : [],
      ),
    )
  },
  sumAtLeast(rule, { table, rows, content }) {
    const counted = rows.filter(
      (row) => isCounted(table, row, content.tables) && !isExcepted(row, rule, content),
    )
    const sum = counted.reduce((total, row) => {
      const value = row[rule.column]
      return total + (typeof value === 'number' ? value : 0)
    }, 0)
    const kind = table.columns.find((column) => column.id === rule.column)?.kind ?? 'count'
    return sum >= rule.min
      ? []
      : [
          found(rule, ofTable(table), {
            sum: amountWords(sum, kind),
            limit: amountWords(rule.min, kind),
          }),
        ]
  },
  deviation(rule, { table, rows }) {
    const column = table.columns.find((candidate) => candidate.id === rule.column)
    const standard = column !== undefined && 'default' in column ? column.default : undefined
    return rows.flatMap((row) =>
      typeof row[rule.column] === 'number' &&
      standard !== undefined &&
      row[rule.column] !== standard
        ? [found(rule, ofCell(table, row, rule.column), { row: titleOf(table, row) })]
        : [],
    )
  },
  differsFromReference(rule, { table, rows, content }) {
    return differingRows(rule, { table, rows, content }).map(({ row, name, limit }) =>
      found(rule, ofCell(table, row, rule.column), { row: titleOf(table, row), name, limit }),
    )
  },
  amountMissing(rule, { table, rows }) {
    return rows.flatMap((row) =>
      isEmptyCell(row[rule.column])
        ? [found(rule, ofCell(table, row, rule.column), { row: titleOf(table, row) })]
        : [],
    )
  },
  groupsFilled(rule, { table, rows, content }) {
    const groups = groupsOf(table, content.tables)
    const present = new Set(rows.map((row) => groupIdOf(row, groups)))
    const missing = groups.filter(
      (group) => rule.groups.includes(group.id) && !present.has(group.id),
    )
    return missing.length === 0
      ? []
      : [found(rule, ofTable(table), { names: formatList(missing.map((group) => group.label)) })]
  },
}

const ofTable = (table: Table): Target => ({ kind: 'table', table: table.id })
const ofCell = (table: Table, row: Row, column: string): Target => ({
  kind: 'cell',
  table: table.id,
  row: row.id,
  column,
})

function matches(row: Row, where: Readonly<Record<string, string>>): boolean {
  return Object.entries(where).every(([column, value]) => row[column] === value)
}

/** Both are ISO dates, and the first is earlier. */
export const isBefore = (first: unknown, second: unknown): boolean =>
  typeof first === 'string' && typeof second === 'string' && first < second

/** The calendar years that a plan covers; none while its period is not known. */
function yearsOf({ values: { periodFrom, periodTo } }: PlanContent): string[] {
  if (typeof periodFrom !== 'string' || typeof periodTo !== 'string' || periodFrom > periodTo)
    return []
  const first = Number(periodFrom.slice(0, 4))
  return Array.from(
    { length: Math.min(20, Number(periodTo.slice(0, 4)) - first + 1) },
    (_, index) => String(first + index),
  )
}

function isExcepted(
  row: Row,
  { unless }: Extract<Rule, { kind: 'sumAtLeast' }>,
  content: PlanContent,
): boolean {
  return (
    unless !== undefined && referredRow(content, row[unless.via])?.row[unless.column] === unless.is
  )
}

/** The row with this id, in whichever table it is. */
function referredRow(
  content: PlanContent,
  id: CellValue | undefined,
): { table: string; row: Row } | null {
  if (typeof id !== 'string') return null
  for (const [table, rows] of Object.entries(content.tables)) {
    const row = rowOf(rows, id)
    if (row !== undefined) return { table, row }
  }
  return null
}

function answerWords(table: Table, columnId: string, answer: string, content: PlanContent): string {
  const column = table.columns.find((candidate) => candidate.id === columnId)
  if (column?.kind !== 'reference') return labelOf(table, columnId, answer)
  const name = referredRow(content, answer)?.row['name']
  return typeof name === 'string' && name !== '' ? name : answer
}

function labelOf(table: Table, columnId: string, optionId: string): string {
  const column = table.columns.find((candidate) => candidate.id === columnId)
  return column?.kind === 'choice' ? optionLabel(column.options, optionId) : optionId
}

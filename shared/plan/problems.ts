import { blocksOf, tableOf } from '../format/lookup.ts'
import type { Rule } from '../format/rules.ts'
import type { Format, Table } from '../format/schema.ts'
import { formatList } from '../format-list.ts'
import { plainText } from '../richtext/plain-text.ts'
import { atOnce, type Steps } from '../steps.ts'
import { findNumbersLikeBsn } from './bsn-problems.ts'
import { isEmptyCell } from './computed.ts'
import type { PlanContent, Problem, Row, Target } from './content.ts'
import { isFilledCell, isUntouchedPreset } from './filled.ts'
import { groupIdOf, groupsOf } from './groups.ts'
import { rowOf } from './row-places.ts'
import { amountWords } from './words.ts'

/** Facts that a check can't find in the plan itself. */
export type Situation = {
  /**
   * Names of the seats that were asked for akkoord and did not give it; null if nobody was asked.
   */
  missingApprovals: readonly string[] | null
}

/**
 * The findings of a format's rules (M, Z, R of the sources) in a plan, in the order of the rules,
 * after the findings that apply to every plan. Pure; nothing blocks while typing, severities only
 * matter for submission. Without a situation only the plan itself is checked.
 */
export function findProblems(
  content: PlanContent,
  format: Format,
  situation?: Situation,
): Problem[] {
  return atOnce(findProblemsInSteps(content, format, situation))
}

/** The same a row or a rule at a time. */
export function* findProblemsInSteps(
  content: PlanContent,
  format: Format,
  situation?: Situation,
): Steps<Problem[]> {
  const found = [content.problems, yield* findNumbersLikeBsn(content, format)]
  for (const rule of format.rules) {
    found.push(checkRule(rule, content, format, situation))
    const rows = 'table' in rule ? (content.tables[rule.table]?.length ?? 0) : 0
    yield ruleUnits + rows * checkedRowUnits
  }
  return found.flat()
}

/** A rule, and each row that it looks at. */
const ruleUnits = 50
const checkedRowUnits = 0.5

type Fill = Record<string, string>

function problem(rule: Rule, target: Target, fill: Fill = {}): Problem {
  const message = rule.message.replace(/\{(\w+)\}/g, (whole, name: string) => fill[name] ?? whole)
  return { rule: rule.id, severity: rule.severity, message, target }
}

function checkRule(
  rule: Rule,
  content: PlanContent,
  format: Format,
  situation: Situation | undefined,
): Problem[] {
  if ('table' in rule) {
    const table = tableOf(format, rule.table)
    return table === undefined ? [] : checkTableRule(rule, table, content)
  }
  const value = (id: string) => content.values[id] ?? null
  switch (rule.kind) {
    case 'periodOrder': {
      const [from, to] = [value('periodFrom'), value('periodTo')]
      return typeof from === 'string' && typeof to === 'string' && from > to
        ? [problem(rule, { kind: 'value', field: 'periodTo' })]
        : []
    }
    case 'periodCalendarYear': {
      const [from, to] = [value('periodFrom'), value('periodTo')]
      if (typeof from !== 'string' || typeof to !== 'string') return []
      return from.endsWith('-01-01') && to === `${from.slice(0, 4)}-12-31`
        ? []
        : [problem(rule, { kind: 'value', field: 'periodFrom' })]
    }
    case 'valueFilled':
      return isFilledCell(value(rule.value))
        ? []
        : [problem(rule, { kind: 'value', field: rule.value })]
    case 'valueIs': {
      const answer = value(rule.value)
      return typeof answer === 'string' && rule.oneOf.includes(answer)
        ? []
        : [problem(rule, { kind: 'value', field: rule.value })]
    }
    case 'valueFilledWhen':
      return value(rule.when) === rule.is && !isFilledCell(value(rule.value))
        ? [problem(rule, { kind: 'value', field: rule.value })]
        : []
    case 'fieldFilled':
      return isFilledCell(content.fields[rule.field])
        ? []
        : [problem(rule, { kind: 'field', field: rule.field })]
    case 'placeholderLeft':
      return placeholdersLeft(rule, content, format)
    case 'agreed': {
      if (situation === undefined) return []
      const names = situation.missingApprovals
      return names?.length === 0
        ? []
        : [
            problem(
              rule,
              { kind: 'plan' },
              { names: names === null ? 'alle partijen' : formatList(names) },
            ),
          ]
    }
  }
}

function placeholdersLeft(rule: Rule, content: PlanContent, format: Format): Problem[] {
  const problems: Problem[] = []
  for (const { block } of blocksOf(format)) {
    if (block.kind !== 'richText' || block.placeholder === undefined) continue
    const field = content.fields[block.id]
    if (
      field !== undefined &&
      plainText(field).toLowerCase().includes(block.placeholder.toLowerCase())
    )
      problems.push(problem(rule, { kind: 'field', field: block.id }, { names: block.placeholder }))
  }
  return problems
}

type TableRule = Extract<Rule, { table: string }>

function checkTableRule(rule: TableRule, table: Table, content: PlanContent): Problem[] {
  const rows = content.tables[table.id] ?? []
  const used = rows.filter((row) => !isUntouchedPreset(table, row))
  const here: Target = { kind: 'table', table: table.id }
  const cell = (row: Row, column: string): Target => ({
    kind: 'cell',
    table: table.id,
    row: row.id,
    column,
  })
  const columnOf = (id: string) => table.columns.find((column) => column.id === id)
  switch (rule.kind) {
    case 'coverage': {
      const present = new Set(
        used.filter((row) => matches(row, rule.where)).map((row) => row[rule.column]),
      )
      const missing = rule.values.filter((id) => !present.has(id))
      return missing.length === 0
        ? []
        : [
            problem(rule, here, {
              names: formatList(missing.map((id) => optionLabel(table, rule.column, id))),
            }),
          ]
    }
    case 'rowCount': {
      const count = used.filter((row) => matches(row, rule.where)).length
      return count < rule.min || (rule.max !== undefined && count > rule.max)
        ? [problem(rule, here, { count: String(count) })]
        : []
    }
    case 'cellsFilled':
      return used
        .filter((row) => matches(row, rule.where))
        .flatMap((row) => {
          const empty = rule.columns.filter((id) => !isFilledCell(row[id]))
          const [first] = empty
          return first === undefined
            ? []
            : [
                problem(rule, cell(row, first), {
                  names: formatList(empty.map((id) => columnOf(id)?.label ?? id)),
                  row: titleOf(table, row),
                }),
              ]
        })
    case 'rowEachYear': {
      const dates = used
        .filter((row) => matches(row, rule.where))
        .map((row) => String(row[rule.column] ?? ''))
      const poor = yearsOf(content).filter(
        (year) => dates.filter((date) => date.startsWith(`${year}-`)).length < rule.min,
      )
      return poor.length === 0 ? [] : [problem(rule, here, { names: formatList(poor) })]
    }
    case 'dateInPeriod':
      return used.flatMap((row) =>
        rule.columns.flatMap((id) =>
          isOutside(row[id], content, rule.notAfter)
            ? [
                problem(rule, cell(row, id), {
                  row: titleOf(table, row),
                  limit: rule.notAfter ?? '',
                }),
              ]
            : [],
        ),
      )
    case 'sumAtLeast': {
      const counted = used.filter((row) => !isExcepted(row, rule, content))
      const sum = counted.reduce(
        (total, row) =>
          total + (typeof row[rule.column] === 'number' ? Number(row[rule.column]) : 0),
        0,
      )
      const words = (value: number) => amountWords(value, columnOf(rule.column)?.kind ?? 'count')
      return sum >= rule.min
        ? []
        : [problem(rule, here, { sum: words(sum), limit: words(rule.min) })]
    }
    case 'deviation': {
      const column = columnOf(rule.column)
      const standard = column !== undefined && 'default' in column ? column.default : undefined
      return used.flatMap((row) =>
        typeof row[rule.column] === 'number' &&
        standard !== undefined &&
        row[rule.column] !== standard
          ? [problem(rule, cell(row, rule.column), { row: titleOf(table, row) })]
          : [],
      )
    }
    case 'amountMissing':
      return used.flatMap((row) =>
        isEmptyCell(row[rule.column])
          ? [problem(rule, cell(row, rule.column), { row: titleOf(table, row) })]
          : [],
      )
    case 'groupsFilled': {
      const groups = groupsOf(table, content.tables)
      const present = new Set(used.map((row) => groupIdOf(row, groups)))
      const missing = groups.filter(
        (group) => rule.groups.includes(group.id) && !present.has(group.id),
      )
      return missing.length === 0
        ? []
        : [problem(rule, here, { names: formatList(missing.map((group) => group.label)) })]
    }
  }
}

function matches(row: Row, where: Readonly<Record<string, string>>): boolean {
  return Object.entries(where).every(([column, value]) => row[column] === value)
}

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

function isOutside(cell: unknown, content: PlanContent, notAfter: string | undefined): boolean {
  if (typeof cell !== 'string') return false
  const { periodFrom: from, periodTo: to } = content.values
  return (
    (typeof from === 'string' && cell < from) ||
    (typeof to === 'string' && cell > to) ||
    (notAfter !== undefined && cell > notAfter)
  )
}

function isExcepted(
  row: Row,
  rule: Extract<Rule, { kind: 'sumAtLeast' }>,
  content: PlanContent,
): boolean {
  const { unless } = rule
  if (unless === undefined) return false
  const reference = row[unless.via]
  return Object.values(content.tables).some(
    (rows) => rowOf(rows, reference)?.[unless.column] === unless.is,
  )
}

function optionLabel(table: Table, columnId: string, optionId: string): string {
  const column = table.columns.find((candidate) => candidate.id === columnId)
  const options = column?.kind === 'choice' ? column.options : []
  return options.find((option) => option.id === optionId)?.label ?? optionId
}

/** The name of a row in a sentence. */
export function titleOf(table: Table, row: Row): string {
  const column =
    table.columns.find((candidate) => candidate.isTitle) ??
    table.columns.find((candidate) => candidate.kind === 'line')
  const title = column === undefined ? null : row[column.id]
  return typeof title === 'string' && title !== '' ? title : `${table.item.one} zonder naam`
}

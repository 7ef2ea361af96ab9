import type { PlanActivityTable } from '#server/storage/tables/activity.ts'
import type { Amount, VisitLine } from '#shared/api/changes-since-visit.ts'
import type { Person, Thread } from '#shared/api/comments.ts'
import { cleanLine } from '#shared/comments/body.ts'
import { columnName, placeOf } from '#shared/comments/place-name.ts'
import { tableOf, valuesOf } from '#shared/format/lookup.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import type { CellValue, PlanContent, Target } from '#shared/plan/content.ts'
import { rowOf } from '#shared/plan/row-places.ts'
import type { Steps } from '#shared/steps.ts'

type Unit = VisitLine['amounts'][number]['unit']
type LineContext = {
  content: Pick<PlanContent, 'values' | 'tables'>
  format: Format
  names: ReadonlyMap<string, string>
}

const units: Readonly<Record<string, Unit>> = {
  money: 'cents',
  quantity: 'hundredths',
  count: 'count',
  number: 'count',
}
const maxExcerptLength = 140

/**
 * The changes as lines, one per text, value and row, newest first. A change that was undone gives
 * no line.
 */
export function* linesOfActivity(
  activity: readonly PlanActivityTable[],
  context: LineContext,
): Steps<VisitLine[]> {
  const groups = new Map<string, PlanActivityTable[]>()
  for (const one of activity.toSorted((a, b) => a.first_seq - b.first_seq)) {
    const key =
      one.kind === 'field' || one.kind === 'value'
        ? `${one.kind}/${one.part}`
        : `row/${one.part}/${one.row}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  yield activity.length
  const lines: VisitLine[] = []
  for (const group of groups.values()) {
    const line = lineOfGroup(group, context)
    if (line !== null) lines.push(line)
    yield lineUnits + group.length
  }
  return lines
}

/** A line that says that a row was added, moved or removed, with the row's name. */
const lineUnits = 15

export function lineOfThread(thread: Thread, { content, format }: LineContext): VisitLine {
  const live = thread.comments.find((comment) => comment.deletedAt === undefined)
  const author = thread.comments[0]?.author
  const excerpt = cleanLine(live?.body ?? '')
  return {
    kind: 'thread',
    target: thread.target,
    place: placeOf(thread.target, format, content) ?? thread.place,
    parts: [],
    amounts: [],
    by: author === undefined ? [] : [author],
    at: thread.comments[0]?.createdAt ?? '',
    threadId: thread.id,
    excerpt:
      excerpt.length > maxExcerptLength
        ? `${excerpt.slice(0, maxExcerptLength - 1).trimEnd()}…`
        : excerpt,
  }
}

function lineOfGroup(group: readonly PlanActivityTable[], context: LineContext): VisitLine | null {
  const [first] = group
  if (first === undefined) return null
  if (first.kind === 'row' || first.kind === 'cell')
    return lineOfRow(group, { table: first.part, row: first.row }, context)
  const target: Target =
    first.kind === 'field'
      ? { kind: 'field', field: first.part }
      : { kind: 'value', field: first.part }
  const definition =
    first.kind === 'value'
      ? valuesOf(context.format).find((value) => value.id === first.part)
      : undefined
  const amount =
    definition === undefined
      ? null
      : amountOf(group, {
          column: first.part,
          label: definition.label,
          kind: definition.kind,
          now: context.content.values[first.part],
        })
  if (amount !== null && amount.from === amount.to) return null
  return line('changed', target, group, context, { amounts: amount === null ? [] : [amount] })
}

function lineOfRow(
  group: readonly PlanActivityTable[],
  at: { table: string; row: string },
  context: LineContext,
): VisitLine | null {
  const table = tableOf(context.format, at.table)
  if (table === undefined) return null
  const row = rowOf(context.content.tables[table.id], at.row)
  const isAdded = group.some((one) => one.kind === 'row' && one.column === '')
  if (row === undefined)
    return isAdded
      ? null
      : line('removed', { kind: 'table', table: table.id }, group, context, {
          place: `${table.item.one.charAt(0).toLocaleUpperCase('nl')}${table.item.one.slice(1)} verwijderd`,
        })
  const target: Target = { kind: 'row', table: table.id, row: row.id }
  if (isAdded || group.some((one) => one.kind === 'row' && one.column === 'removed'))
    return line('added', target, group, context)
  const { parts, amounts } = cellsOf(group, table, row)
  if (parts.length > 0) return line('changed', target, group, context, { parts, amounts })
  return group.some((one) => one.column === 'order') ? line('moved', target, group, context) : null
}

function cellsOf(
  group: readonly PlanActivityTable[],
  table: Table,
  row: Readonly<Record<string, CellValue>>,
): Pick<VisitLine, 'parts' | 'amounts'> {
  const [parts, amounts]: [string[], VisitLine['amounts']] = [[], []]
  for (const column of table.columns) {
    const own = group.filter((one) => one.kind === 'cell' && one.column === column.id)
    if (own.length === 0) continue
    const label = columnName(table, column.id)
    const amount = amountOf(own, {
      column: column.id,
      label,
      kind: column.kind,
      now: row[column.id],
    })
    if (amount !== null && amount.from === amount.to) continue
    parts.push(label)
    if (amount !== null) amounts.push(amount)
  }
  return { parts, amounts }
}

/**
 * The difference between the text before the first change and the text now; null if it is not an
 * amount.
 */
function amountOf(
  group: readonly PlanActivityTable[],
  {
    column,
    label,
    kind,
    now,
  }: { column: string; label: string; kind: string; now: CellValue | undefined },
): VisitLine['amounts'][number] | null {
  const unit = units[kind]
  const old = group[0]?.old_value ?? null
  return unit === undefined || old === null
    ? null
    : {
        column,
        label,
        unit,
        from: JSON.parse(old) as Amount,
        to: typeof now === 'number' || now === 'nvt' ? now : null,
      }
}

function line(
  kind: VisitLine['kind'],
  target: Target,
  group: readonly PlanActivityTable[],
  { content, format, names }: LineContext,
  more: Partial<VisitLine> = {},
): VisitLine | null {
  const place = more.place ?? placeOf(target, format, content)
  if (place === null) return null
  const people = new Map(
    group.map((one): [string, Person] => [
      one.user_id,
      { id: one.user_id, name: names.get(one.user_id) ?? 'Onbekend' },
    ]),
  )
  return {
    kind,
    target,
    parts: [],
    amounts: [],
    by: [...people.values()],
    at: new Date(Math.max(...group.map((one) => one.last_at))).toISOString(),
    ...more,
    place,
  }
}

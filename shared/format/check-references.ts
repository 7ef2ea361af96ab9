import type { z } from 'zod'
import { type ByColumnKind, byColumnKind, isReference } from './columns.ts'
import type { Format } from './definition.ts'
import type { Table } from './kinds/table-schema.ts'
import { blocksOf, tablesOf, valuesOf } from './lookup.ts'
import type { Rule } from './rules.ts'

/**
 * Values and tables of every format, because lists, exports and callers of the API rely on them.
 */
const sharedValues = ['wijk', 'team', 'periodFrom', 'periodTo'] as const
const sharedTables = ['parties', 'people', 'themes', 'activities', 'budget'] as const

/**
 * Checks every reference in a format: no id twice, and no rule, formula, group or preset with an
 * unknown column or table. A typing error in a format must stop the server, not empty a budget.
 */
export function checkReferences(format: Format, context: z.RefinementCtx): void {
  const complain = (message: string) => context.addIssue({ code: 'custom', message })
  const tables = new Map(tablesOf(format).map((table) => [table.id, table]))
  const values = new Map(valuesOf(format).map((value) => [value.id, value]))

  unique(
    format.sections.map((section) => section.id),
    'onderdeel',
    complain,
  )
  unique(
    format.sections.flatMap((section) => section.blocks.map((block) => block.id)),
    'blok',
    complain,
  )
  unique(
    valuesOf(format).map((value) => value.id),
    'waarde',
    complain,
  )
  for (const id of sharedValues) if (!values.has(id)) complain(`de waarde ${id} ontbreekt`)
  for (const id of sharedTables) if (!tables.has(id)) complain(`de tabel ${id} ontbreekt`)
  for (const table of tables.values()) checkTable(table, tables, complain)
  for (const { block } of blocksOf(format)) {
    if (block.kind !== 'richText' || block.fillFrom === undefined) continue
    const { table, where, columns } = block.fillFrom
    for (const id of [...columns, ...Object.keys(where)])
      if (!hasColumn(tables.get(table), id))
        complain(`blok ${block.id}: kolom ${id} ontbreekt in ${table}`)
  }
  for (const rule of format.rules) checkRule(rule, tables, values, complain)
  checkRequirements(format, complain)
  checkAgreement(format, tables, values, complain)

  const { budgetTable, incomeTable, available, hoursColumn } = format.summary
  for (const id of [budgetTable, incomeTable])
    if (id !== undefined && (tables.get(id)?.totals.length ?? 0) === 0)
      complain(`summary: tabel ${id} heeft geen totaal`)
  if (available !== undefined && values.get(available)?.kind !== 'money')
    complain(`summary: ${available} is geen bedrag`)
  if (hoursColumn !== undefined && !hasColumn(tables.get(budgetTable ?? ''), hoursColumn))
    complain(`summary: kolom ${hoursColumn} ontbreekt`)
}

type Complain = (message: string) => void

function unique(ids: readonly string[], what: string, complain: Complain): void {
  const seen = new Set<string>()
  for (const id of ids) {
    if (seen.has(id)) complain(`${what} ${id} komt twee keer voor`)
    seen.add(id)
  }
}

const hasColumn = (table: Table | undefined, id: string) =>
  table?.columns.some((column) => column.id === id) ?? false

function checkTable(table: Table, tables: ReadonlyMap<string, Table>, complain: Complain): void {
  const at = `tabel ${table.id}`
  const need = (id: string, why: string) => {
    if (!hasColumn(table, id)) complain(`${at}: ${why} verwijst naar kolom ${id}, die er niet is`)
  }
  unique(
    table.columns.map((column) => column.id),
    `${at}: kolom`,
    complain,
  )
  if (hasColumn(table, 'order') || hasColumn(table, 'removed') || hasColumn(table, 'id'))
    complain(`${at}: id, order en removed zijn gereserveerd`)
  for (const { columns } of table.summary ?? []) for (const id of columns) need(id, 'summary')
  for (const id of table.asks ?? []) need(id, 'asks')
  if (table.groups !== undefined) need('group', 'groepen')
  for (const total of table.totals) need(total.column, 'totaal')
  if (table.countedBy !== undefined) {
    need(table.countedBy.via, 'countedBy')
    need(table.countedBy.quantity, 'countedBy')
  }
  for (const column of table.columns) {
    for (const id of byColumnKind(columnsNamedBy, column)) need(id, column.id)
    if (column.kind === 'choice')
      unique(
        column.options.map((option) => option.id),
        `${at}: kolom ${column.id}: keuze`,
        complain,
      )
    if (isReference(column))
      for (const id of column.tables)
        if (!tables.has(id))
          complain(`${at}: kolom ${column.id} verwijst naar tabel ${id}, die er niet is`)
  }
  for (const group of table.groups ?? [])
    if (group.kind === 'perRow' && !tables.has(group.table))
      complain(`${at}: groep per rij van ${group.table}, die er niet is`)
  const groupIds = new Set(
    (table.groups ?? []).flatMap((group) => (group.kind === 'fixed' ? [group.id] : [])),
  )
  for (const row of table.presetRows) {
    for (const id of Object.keys(row)) need(id, 'vaste rij')
    if (table.groups !== undefined && !groupIds.has(String(row['group'])))
      complain(`${at}: vaste rij in groep ${String(row['group'])}, die er niet is`)
  }
}

const none = (): readonly string[] => []

/** The other columns of its table that a column is computed from. */
const columnsNamedBy: ByColumnKind<readonly string[]> = {
  line: none,
  richText: none,
  choice: none,
  date: none,
  count: none,
  quantity: none,
  money: ({ product }) => product ?? [],
  reference: none,
  computed: ({ formula }) => formula.of,
}

function checkAgreement(
  { approval, submission, rules }: Format,
  tables: ReadonlyMap<string, Table>,
  values: ReadonlyMap<string, unknown>,
  complain: Complain,
): void {
  const needColumns = (tableId: string, columns: readonly string[]) => {
    for (const id of columns)
      if (!hasColumn(tables.get(tableId), id))
        complain(`approval: kolom ${id} ontbreekt in ${tableId}`)
  }
  for (const seat of approval?.seats ?? []) {
    if (seat.kind === 'fixed') needColumns('people', Object.keys(seat.person))
    else if (!tables.has(seat.table)) complain(`approval: tabel ${seat.table} ontbreekt`)
    else needColumns(seat.table, Object.keys(seat.where))
  }
  unique(
    (approval?.seats ?? []).flatMap((seat) => (seat.kind === 'fixed' ? [seat.id] : [])),
    'approval: plaats',
    complain,
  )
  if (approval === undefined && rules.some((rule) => rule.kind === 'agreed'))
    complain('een regel vraagt akkoord, maar approval ontbreekt')
  if (submission?.recipient !== undefined && !values.has(submission.recipient))
    complain(`submission: waarde ${submission.recipient} ontbreekt`)
}

/**
 * With a list of requirements, everything that holds up a plan says whose it is; a form from before
 * that list has none.
 */
function checkRequirements({ requirements, rules }: Format, complain: Complain): void {
  if (requirements.length === 0) return
  unique(
    requirements.map(({ id }) => id),
    'requirements:',
    complain,
  )
  for (const { id, basis, isRequired } of requirements) {
    const own = rules.filter(({ requirement }) => requirement === id)
    if (own.length === 0) complain(`requirements: geen regel controleert ${id}`)
    if (basis === 'ours' && own.some(({ severity }) => severity !== 'info'))
      complain(`requirements: ${id} is van ons, en houdt alleen tegen als de coördinator dat kiest`)
    if (basis !== 'ours' && isRequired)
      complain(`requirements: isRequired is een keuze, en ${id} is dat niet`)
  }
  for (const { id, kind, severity, requirement } of rules) {
    if (requirement === undefined && severity !== 'info')
      complain(`regel ${id} (${kind}) houdt een plan tegen zonder requirement`)
    if (requirement !== undefined && !requirements.some((one) => one.id === requirement))
      complain(`regel ${id} (${kind}): requirement ${requirement} ontbreekt`)
  }
}

function checkRule(
  rule: Rule,
  tables: ReadonlyMap<string, Table>,
  values: ReadonlyMap<string, unknown>,
  complain: Complain,
): void {
  const at = `regel ${rule.id} (${rule.kind})`
  if ('table' in rule) {
    const table = tables.get(rule.table)
    if (table === undefined) return complain(`${at}: tabel ${rule.table} ontbreekt`)
    const columns = [
      ...('column' in rule ? [rule.column] : []),
      ...('columns' in rule ? rule.columns : []),
      ...('via' in rule ? [rule.via] : []),
      ...('where' in rule ? Object.keys(rule.where) : []),
    ]
    for (const id of columns)
      if (!hasColumn(table, id)) complain(`${at}: kolom ${id} ontbreekt in ${rule.table}`)
  }
  if ('by' in rule && !hasColumn(tables.get(rule.by.table), rule.by.column))
    complain(`${at}: kolom ${rule.by.column} ontbreekt in ${rule.by.table}`)
  for (const id of namedValues(rule)) if (!values.has(id)) complain(`${at}: waarde ${id} ontbreekt`)
}

/** The single values that a rule names. */
function namedValues(rule: Rule): string[] {
  return [
    ...('value' in rule ? [rule.value] : []),
    ...('when' in rule ? [rule.when] : []),
    ...('notBefore' in rule ? [rule.notBefore] : []),
    ...('unlessValue' in rule && rule.unlessValue !== undefined ? [rule.unlessValue] : []),
  ]
}

import { type Kysely, sql } from 'kysely'
import type { Engine, RowShape } from './engine.ts'
import type { Tables } from './tables.ts'

const suffix = '_row_sum_'

/**
 * Sums of rows maintained by triggers of SQLite, which call a function of this process
 * (row-sums.ts).
 */
export function sqliteRowSums(db: Kysely<Tables>): Engine['rowSums'] {
  return {
    prepare: async () => {},
    async columns(table) {
      const { rows } = await sql<{
        name: string
        type: string
        pk: number
      }>`select name, type, pk from pragma_table_info(${table})`.execute(db)
      return rows.map(({ name, type, pk }) => ({ name, isBinary: type === 'blob', key: pk }))
    },
    text: quoted,
    async triggers() {
      const { rows } = await sql<{
        name: string
      }>`select name from sqlite_master where type = 'trigger' and name like ${`%${suffix.replaceAll('_', '\\_')}%`} escape '\\'`.execute(
        db,
      )
      return new Set(rows.map(({ name }) => name))
    },
    statements: triggersFor,
    dropping: (name) => [`drop trigger if exists "${name}"`],
    async remake(_table, statements) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
    async schema() {
      const { rows } = await sql<{
        text: string
      }>`select quote(type) || quote(name) || quote(sql) as text from sqlite_master where name not like 'sqlite\\_%' escape '\\' order by type, name`.execute(
        db,
      )
      return rows.map(({ text }) => text).join('\n')
    },
  }
}

function quoted(columns: readonly string[], side?: 'new' | 'old'): string {
  const prefix = side === undefined ? '' : `${side}.`
  return columns.map((name) => `quote(${prefix}"${name}")`).join(` || ',' || `)
}

/** An update of an excluded column fires no trigger: those columns are written all the time. */
function triggersFor({ table, keys, columns }: RowShape) {
  const keep = `insert into row_sums (tbl, row_key, sum) values ('${table}', ${quoted(keys, 'new')}, row_sum(${quoted(columns, 'new')})) on conflict (tbl, row_key) do update set sum = excluded.sum;`
  const drop = `delete from row_sums where tbl = '${table}' and row_key = ${quoted(keys, 'old')};`
  const name = (event: string) => `${table}${suffix}${event}`
  const changing = columns.map((column) => `"${column}"`).join(', ')
  return [
    {
      name: name('insert'),
      statements: [
        `create trigger "${name('insert')}" after insert on "${table}" begin ${keep} end`,
      ],
    },
    {
      name: name('update'),
      statements: [
        `create trigger "${name('update')}" after update of ${changing} on "${table}" begin ${drop} ${keep} end`,
      ],
    },
    {
      name: name('delete'),
      statements: [
        `create trigger "${name('delete')}" after delete on "${table}" begin ${drop} end`,
      ],
    },
  ]
}

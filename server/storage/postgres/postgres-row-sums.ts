import { type Kysely, sql } from 'kysely'
import type { Engine, RowShape } from '../engine.ts'
import type { Tables } from '../tables.ts'

const suffix = '_row_sum'
const events = ['insert', 'update', 'delete'] as const
const likeSuffix = `%${suffix.replaceAll('_', '\\_')}`

/**
 * Sums of rows maintained by triggers of PostgreSQL (row-sums.ts). The function computes the same
 * sums as that of SQLite.
 */
export function postgresRowSums(db: Kysely<Tables>): Omit<Engine['rowSums'], 'remake'> {
  return {
    async prepare() {
      await sql`create or replace function row_sum(line text) returns text language sql immutable as
        $sum$ select left(translate(encode(sha256(convert_to(line, 'UTF8')), 'base64'), '+/', '-_'), 16) $sum$`.execute(
        db,
      )
    },
    async columns(table) {
      const { rows } = await sql<{ name: string; type: string; key: number }>`
        select attname as name, format_type(atttypid, null) as type,
          coalesce(array_position(index.indkey::int[], attnum::int) + 1, 0) as key
        from pg_attribute left join pg_index as index on index.indrelid = attrelid and index.indisprimary
        where attrelid = to_regclass(quote_ident(${table})) and attnum > 0 and not attisdropped
        order by attnum`.execute(db)
      return rows.map(({ name, type, key }) => ({ name, isBinary: type === 'bytea', key }))
    },
    text: quoted,
    async triggers() {
      const { rows } = await sql<{
        name: string
      }>`select proname as name from pg_trigger join pg_proc on pg_proc.oid = tgfoid
        where not tgisinternal and proname like ${likeSuffix}
        group by proname having count(*) = ${sql.lit(events.length)}`.execute(db)
      return new Set(rows.map(({ name }) => name))
    },
    statements: triggersFor,
    dropping: (name) => [`drop function if exists "${name}"() cascade`],
    async schema() {
      const { rows } = await sql<{ line: string }>`
        select concat_ws(' ', table_name, column_name, data_type, is_nullable) as line
        from information_schema.columns where table_schema = current_schema()
        union all
        select concat_ws(' ', tgrelid::regclass::text, tgname, tgenabled, prosrc)
        from pg_trigger join pg_proc on pg_proc.oid = tgfoid where not tgisinternal
        order by line`.execute(db)
      return rows.map(({ line }) => line).join('\n')
    },
  }
}

function quoted(columns: readonly string[], side?: 'new' | 'old'): string {
  const prefix = side === undefined ? '' : `${side}.`
  return columns.map((name) => `quote_nullable(${prefix}"${name}"::text)`).join(` || ',' || `)
}

/** An update of an excluded column fires no trigger: those columns are written all the time. */
function triggersFor({ table, keys, columns }: RowShape) {
  const name = `${table}${suffix}`
  const changing = columns.map((column) => `"${column}"`).join(', ')
  return [
    {
      name,
      statements: [
        `create or replace function "${name}"() returns trigger language plpgsql as $keep$
begin
  if tg_op <> 'INSERT' then
    delete from row_sums where tbl = '${table}' and row_key = ${quoted(keys, 'old')};
  end if;
  if tg_op <> 'DELETE' then
    insert into row_sums (tbl, row_key, sum) values ('${table}', ${quoted(keys, 'new')}, row_sum(${quoted(columns, 'new')}))
    on conflict (tbl, row_key) do update set sum = excluded.sum;
  end if;
  return null;
end $keep$`,
        ...events.map(
          (event) =>
            `create or replace trigger "${name}_${event}" after ${event}${event === 'update' ? ` of ${changing}` : ''} on "${table}" for each row execute function "${name}"()`,
        ),
      ],
    },
  ]
}

import { CastNode, type DataTypeNode, PostgresQueryCompiler } from 'kysely'
import pg from 'pg'

/**
 * The column types of migrations, as PostgreSQL types that return the same values. Text is compared
 * by its bytes, as in SQLite: a collation of the operating system orders keys differently, and
 * changes with its upgrades. A `date` of SQLite is the ISO text as stored, with the time of day.
 */
const columnTypes: Readonly<Record<string, string>> = {
  text: 'text collate "C"',
  date: 'text collate "C"',
  integer: 'integer',
  bigint: 'bigint',
  blob: 'bytea',
  // Kysely's own table of migrations.
  'varchar(255)': 'varchar(255)',
}

/** Translates a migration that Kysely built into PostgreSQL. */
export class MigratingCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    const parent = this.parentNode
    if (parent !== undefined && CastNode.is(parent)) return super.visitDataType(node)
    const type = columnTypes[node.dataType]
    if (type === undefined)
      throw new Error(`A migration uses the type ${node.dataType}, which has no PostgreSQL type.`)
    this.append(type)
  }
}

const oids = { int8: 20, numeric: 1700 } as const

/** Whole numbers up to 2^53: sequence numbers, milliseconds, cents, counts and sums of them. */
function safeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new Error('A number of the database is no safe integer of JavaScript.')
  return number
}

/** Only for our connections; the driver would set them for the whole process. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === oids.int8 || oid === oids.numeric) return safeInteger
    return pg.types.getTypeParser(oid, format)
  },
}

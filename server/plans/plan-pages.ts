import { type Expression, type SqlBool, sql } from 'kysely'
import { AppError } from '#shared/errors.ts'

/** The last plan of a page: the time by which plans are ordered, and its id. */
type Cursor = { at: number; id: string }

export function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at}:${id}`).toString('base64url')
}

/** Rejects with `invalid-values` for a cursor that this server did not issue. */
export function readCursor(text: string): Cursor {
  const [, at, id] = /^(\d{1,16}):(.+)$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (at === undefined || id === undefined) throw unknownPage()
  return { at: Number(at), id }
}

/** For a cursor that no server issued. */
export const unknownPage = (): AppError =>
  new AppError('invalid-values', {
    fields: [
      { path: 'cursor', message: 'Deze bladzijde bestaat niet. Begin vooraan in de lijst.' },
    ],
  })

/** True for a row of `plans` whose folded title, neighbourhood or team contains this folded text. */
export function searchTextHas(text: string): Expression<SqlBool> {
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  return sql<SqlBool>`plans.search_text like ${pattern} escape '\\'`
}

import { type SqlBool, sql } from 'kysely'
import { unknownPage } from '#server/plans/plan-pages.ts'
import { storeAllWords, wordsOfSearch } from '#server/storage/account-words.ts'
import type { UserRow } from '#server/storage/tables/accounts.ts'
import type { Storage } from '#server/storage/tables.ts'
import { limits } from '#shared/limits.ts'

export type AccountRow = Pick<
  UserRow,
  'id' | 'name' | 'email' | 'isAdmin' | 'emailVerified' | 'createdAt'
>
const columns = ['id', 'name', 'email', 'isAdmin', 'emailVerified', 'createdAt'] as const

type AccountPage = { rows: AccountRow[]; total: number; next?: string }

/**
 * Accounts by their folded name, a page at a time; every word of `q` is the beginning of a word in
 * the name or address. Rejects with `invalid-values` for a cursor that this server did not issue.
 */
export async function findAccounts(
  db: Storage,
  { q, cursor }: { q: string; cursor?: string | undefined },
): Promise<AccountPage> {
  await storeAllWords(db)
  const { max } = limits.accountsPerPage
  const page = await accountsAfter(db, {
    q,
    after: cursor === undefined ? null : readCursor(cursor),
  }).execute()
  const { count } = await accountsWith(db, q)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const last = page[max - 1]
  return {
    rows: page.slice(0, max),
    total: Number(count),
    ...(page.length > max && last !== undefined ? { next: writeCursor(last) } : {}),
  }
}

/** Above every character, so that a range of words by their beginning has an end. */
const last = '\u{10FFFF}'

/** Listed accounts: without those of forgotten people, and those merged into another one. */
const accountsWith = (db: Storage, q: string) =>
  db
    .selectFrom('user')
    .where('sortName', 'is not', null)
    .where((eb) =>
      eb.and(
        wordsOfSearch(q).map((word) =>
          eb(
            'user.id',
            'in',
            eb
              .selectFrom('account_words')
              .select('user_id')
              .where('word', '>=', word)
              .where('word', '<', word + last),
          ),
        ),
      ),
    )

type Position = { sortName: string; id: string }

/** One more than a page, in order. */
export const accountsAfter = (db: Storage, { q, after }: { q: string; after: Position | null }) =>
  accountsWith(db, q)
    .$if(after !== null, (all) =>
      all.where(
        sql<SqlBool>`("user"."sortName", "user"."id") > (${after?.sortName ?? ''}, ${after?.id ?? ''})`,
      ),
    )
    .select([...columns, 'sortName'])
    .orderBy('sortName')
    .orderBy('id')
    .limit(limits.accountsPerPage.max + 1)

const writeCursor = ({ sortName, id }: { sortName: string | null; id: string }): string =>
  Buffer.from(`${id}:${sortName ?? ''}`).toString('base64url')

function readCursor(text: string): Position {
  const [, id, sortName] = /^([^:]+):(.*)$/s.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (id === undefined || sortName === undefined) throw unknownPage()
  return { sortName, id }
}

import { type SqlBool, sql } from 'kysely'
import { fold } from '#shared/fold.ts'
import { forgottenEmail } from './forgotten-accounts.ts'
import type { Storage, StorageTransaction } from './tables.ts'

/** What the words of an account are made of; with its end, because a merged account is found by its new name. */
const source = sql<string>`"name" || ' ' || "email" || ' ' || coalesce("mergedInto", '')`

/**
 * Accounts whose words are of another name or address. No writer of an account has to know of the
 * words, so a server of the release before can write too. The text is exactly that of the index.
 */
export const staleAccounts = sql<SqlBool>`("wordsOf" is null or "wordsOf" <> ${source})`

/** Rows in one statement: far below the number of values that either database takes. */
const accountsAtOnce = 500

/** In the order of that index, so that the database has no reason to read all accounts. */
export const nextStale = (db: Storage | StorageTransaction) =>
  db
    .selectFrom('user')
    .select(['id', 'name', 'email', 'mergedInto', source.as('source')])
    .where(staleAccounts)
    .orderBy('id')
    .limit(accountsAtOnce)

/**
 * Stores the words of up to 500 accounts whose name or address changed; true if there were any. Run
 * in a transaction, or words would be missing after a failure.
 */
export async function storeAccountWords(tx: Storage | StorageTransaction): Promise<boolean> {
  const stale = await nextStale(tx).execute()
  if (stale.length === 0) return false
  const found = stale.map((account) => ({
    ...account,
    isListed: account.mergedInto === null && account.email !== forgottenEmail(account.id),
  }))
  const values = found.map(
    ({ id, name, source: wordsOf, isListed }) =>
      sql`(${id}, ${isListed ? sortNameOf(name) : null}, ${wordsOf})`,
  )
  // Takes the rows, and only as they were read: a person who is forgotten meanwhile leaves no words.
  const { rows: stored } = await sql<{ id: string }>`
    update "user" set "sortName" = made.column2, "wordsOf" = made.column3
    from (values ${sql.join(values)}) as made
    where "user"."id" = made.column1 and ${source} = made.column3
    returning "user"."id"`.execute(tx)
  const ids = new Set(stored.map(({ id }) => id))
  if (ids.size > 0)
    await tx
      .deleteFrom('account_words')
      .where('user_id', 'in', [...ids])
      .execute()
  const rows = found.flatMap(({ id, isListed, ...account }) =>
    isListed && ids.has(id) ? wordsOfAccount(account).map((word) => ({ word, user_id: id })) : [],
  )
  for (let start = 0; start < rows.length; start += accountsAtOnce)
    await tx
      .insertInto('account_words')
      .values(rows.slice(start, start + accountsAtOnce))
      .execute()
  return true
}

/** Of accounts that are new or changed, also of those that a server of the release before wrote. */
export async function storeAllWords(db: Storage): Promise<void> {
  while (await db.transaction().execute(storeAccountWords)) {}
}

const sortNameOf = (name: string): string => fold(name).trim()

/** The parts of a name or address by whose beginning it is found: ter-braak, ter, braak; jan@kern.nl, @kern.nl, jan, kern, nl. */
export function wordsOfAccount({ name, email }: { name: string; email: string }): string[] {
  const address = fold(email)
  const whole = [...fold(name).split(/\s+/).map(trimmed), address]
  const parts = whole.flatMap((word) => word.split(/[^\p{L}\p{N}]+/u))
  const domain = address.slice(Math.max(address.lastIndexOf('@'), 0))
  return [...new Set([...whole, ...parts, domain])].filter((word) => word !== '')
}

/** The words of a query by the same rules; a beginning of each has to be a word of the account. */
export const wordsOfSearch = (query: string): string[] => [
  ...new Set(
    fold(query)
      .split(/\s+/)
      .map(trimmed)
      .filter((word) => word !== ''),
  ),
]

const trimmed = (word: string) => word.replace(/^[^\p{L}\p{N}@]+|[^\p{L}\p{N}@]+$/gu, '')

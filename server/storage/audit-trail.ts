import { createHash } from 'node:crypto'
import { digestOfList } from './redactions.ts'
import type { AuditRow } from './tables/audit.ts'
import type { RedactionRow } from './tables/redactions.ts'
import type { Storage, StorageTransaction } from './tables.ts'

/** The origin of an action: the channel, and the network address if there is one. */
export type Origin = { channel: 'screen' | 'mail-link' | 'server'; address: string | null }

/**
 * One line of a plan's audit trail, with what BIO2 8.15.01 requires: actor, on whose behalf,
 * action, object, result, origin and time. It refers to things by id and contains no text of the
 * plan.
 */
export type AuditEntry = {
  planId: string
  at: number
  /** Null for the installation itself. */
  actor: string | null
  onBehalfOf: string | null
  action: string
  object: string
  /** `ok`, or the code of the refusal. */
  result: string
  origin: Origin
}

/**
 * Adds lines in the caller's transaction, so that a line exists exactly if the action itself was
 * committed. Each line's hash covers the previous line: changing, adding or removing a line breaks
 * the chain from there on.
 */
export async function appendAudit(
  trx: StorageTransaction,
  entries: readonly AuditEntry[],
): Promise<void> {
  for (const entry of entries) {
    const last = await lastLine(trx, entry.planId)
    const row = {
      plan_id: entry.planId,
      number: (last?.number ?? 0) + 1,
      at: entry.at,
      actor: entry.actor,
      on_behalf_of: entry.onBehalfOf,
      action: entry.action,
      object: entry.object,
      result: entry.result,
      channel: entry.origin.channel,
      address: entry.origin.address,
    }
    const hash = hashOfLine(row, last?.hash ?? '')
    await trx
      .insertInto('audit')
      .values({ ...row, hash })
      .execute()
    await trx
      .updateTable('plans')
      .set({ trail_number: row.number, trail_hash: hash })
      .where('id', '=', entry.planId)
      .execute()
  }
}

/**
 * The end of the chain: a signed record stores it, so that cutting off an earlier part of the trail
 * is noticed.
 */
export function lastLine(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<{ number: number; hash: string } | undefined> {
  return db
    .selectFrom('audit')
    .select(['number', 'hash'])
    .where('plan_id', '=', planId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * Strings, integers and null in a fixed order: `JSON.stringify` of that gives the same text in
 * every language (docs/audit.md).
 */
export function hashOfLine(row: Omit<AuditRow, 'hash'>, previous: string): string {
  const { plan_id, number, at, actor, on_behalf_of, action, object, result, channel, address } = row
  return createHash('sha256')
    .update(
      JSON.stringify([
        previous,
        plan_id,
        number,
        at,
        actor,
        on_behalf_of,
        action,
        object,
        result,
        channel,
        address,
      ]),
      'utf8',
    )
    .digest('hex')
}

/**
 * Fields of the redaction that removes the network address from lines, because it reveals where
 * somebody worked.
 */
export function redactionOfLines(
  rows: readonly AuditRow[],
  numbers: readonly number[],
): Pick<RedactionRow, 'kind' | 'subject' | 'old_hash' | 'new_hash'> {
  const lines = numbers.flatMap((number) => rows[number - 1] ?? [])
  return {
    kind: 'trail',
    subject: numbers.join(','),
    old_hash: digestOfList(lines.map((line) => line.hash)),
    new_hash: digestOfList(lines.map((line) => hashOfLine({ ...line, address: null }, ''))),
  }
}

import type { Clock, Logger } from '#server/runtime.ts'
import type { OutboxRow } from '#server/storage/tables/mail.ts'
import type { Storage } from '#server/storage/tables.ts'
import { claimNext, endLetter, forgetOldLetters, postponeLetter } from './outbox-rows.ts'
import type { Letter, MailTransport } from './transport.ts'

/** Composed at the moment of sending, from the current state. */
export type ComposedLetter =
  | { kind: 'letter'; letter: Letter }
  | { kind: 'nothing'; reason: string }

export type OutboxDependencies = {
  db: Storage
  transport: MailTransport
  compose: (row: OutboxRow) => Promise<ComposedLetter>
  clock: Clock
  /** From 0 to 1: spreads the retries of many mails. */
  random: () => number
  logger: Logger
  count: (outcome: 'sent' | 'failed' | 'void' | 'postponed') => void
}

const firstDelayMs = 30_000
const maxDelayMs = 60 * 60_000
/** The longest wait, so that a mail server that is back is soon noticed. */
const maxAwayMs = 10 * 60_000
/** About four days, because a mail server that breaks on a Friday is repaired on a Monday. */
const maxAttempts = 100
const keptForMs = 90 * 24 * 60 * 60_000
const tidyEveryMs = 60 * 60_000

/** Doubles with each attempt; at least half of that, so that jitter never makes retries rapid. */
export function delayMs(attempts: number, random: number): number {
  const whole = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(attempts - 1, 20))
  return Math.round(whole * (0.5 + random / 2))
}

/**
 * One round of sending: all due mails, one at a time, until the mail server is unavailable or we
 * stop.
 */
export function createOutbox({
  db,
  transport,
  compose,
  clock,
  random,
  logger,
  count,
}: OutboxDependencies): (signal: AbortSignal) => Promise<void> {
  let awayUntil = Number.NEGATIVE_INFINITY
  let failuresInRow = 0
  let tidiedAt = Number.NEGATIVE_INFINITY

  async function end(
    row: OutboxRow,
    state: 'sent' | 'failed' | 'void',
    reason: string | null,
  ): Promise<void> {
    await endLetter(db, row, { state, at: clock.now(), reason })
    count(state)
    const note = {
      part: 'mail',
      mailId: row.id,
      kind: row.kind,
      attempts: row.attempts,
      ...(reason === null ? {} : { reason }),
    }
    if (state === 'failed') logger.error(note, 'A mail can not be delivered and is given up')
    else logger.info(note, state === 'sent' ? 'A mail was sent' : 'A mail was dropped as outdated')
  }

  async function postpone(row: OutboxRow, reason: string): Promise<void> {
    if (row.attempts >= maxAttempts) return end(row, 'failed', reason)
    await postponeLetter(db, row, { until: clock.now() + delayMs(row.attempts, random()), reason })
    count('postponed')
    logger.warn(
      { part: 'mail', mailId: row.id, kind: row.kind, attempts: row.attempts, reason },
      'The mail server did not accept a mail; it will be retried',
    )
  }

  /** False if the mail server is unavailable. */
  async function send(row: OutboxRow): Promise<boolean> {
    let composed: ComposedLetter
    try {
      composed = await compose(row)
    } catch (error) {
      // A mail that can't be composed must not block the others.
      logger.error({ err: error, part: 'mail', mailId: row.id }, 'A mail could not be composed')
      await postpone(row, 'could not be written')
      return true
    }
    if (composed.kind === 'nothing') {
      await end(row, 'void', composed.reason)
      return true
    }
    const delivery = await transport.send(composed.letter)
    if (delivery.kind === 'accepted') await end(row, 'sent', null)
    else if (delivery.kind === 'refused') await end(row, 'failed', delivery.reason)
    else await postpone(row, delivery.reason)
    return delivery.kind !== 'postponed' || !delivery.isServerAway
  }

  return async (signal) => {
    const startedAt = clock.elapsed()
    if (startedAt < awayUntil) return
    if (startedAt - tidiedAt >= tidyEveryMs) {
      tidiedAt = startedAt
      await forgetOldLetters(db, clock.now() - keptForMs)
    }
    while (!signal.aborted) {
      const row = await claimNext(db, clock.now())
      if (row === undefined) return
      if (await send(row)) {
        failuresInRow = 0
        continue
      }
      failuresInRow += 1
      awayUntil = clock.elapsed() + Math.min(maxAwayMs, delayMs(failuresInRow, random()))
      return
    }
  }
}

import { rhythmOf } from '#server/plans/notices/queue.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { OutboxRow } from '#server/storage/tables/mail.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Addresses } from './addresses.ts'
import { type LetterWords, render } from './letter-layout.ts'
import type { ComposedLetter } from './outbox.ts'
import { writeConsultation } from './write-consultation.ts'
import { writeCoordinator } from './write-coordinator.ts'
import { writeNotices } from './write-notices.ts'
import { writeSign } from './write-sign.ts'

/** Null if there is nothing left to report. */
type Writer = (
  row: OutboxRow,
  around: { db: Storage; addresses: Addresses; clock: Clock; ids: Ids; now: number },
) => Promise<LetterWords | null>

const writers: Readonly<Record<OutboxRow['kind'], Writer>> = {
  direct: writeNotices,
  digest: writeNotices,
  consultation: writeConsultation,
  deadline: writeConsultation,
  reminder: writeConsultation,
  sign: writeSign,
  'sign-reminder': writeSign,
  coordinator: writeCoordinator,
}

/** What one person has to know or answer is sent at once, whatever mail rhythm they chose. */
const isQuestion = (kind: OutboxRow['kind']): boolean =>
  kind === 'sign' || kind === 'sign-reminder' || kind === 'coordinator'

/** Placeholder addresses of users who never gave one. */
const noAddress = /\.invalid$/

/**
 * A complete mail with current data: to the current address, and only if the user still wants mail.
 */
export function createLetterWriting({
  db,
  addresses,
  publicUrl,
  clock,
  ids,
}: {
  db: Storage
  addresses: Addresses
  publicUrl: string
  clock: Clock
  ids: Ids
}): (row: OutboxRow) => Promise<ComposedLetter> {
  const host = new URL(publicUrl).hostname
  return async (row) => {
    const person = await db
      .selectFrom('user')
      .select(['id', 'email'])
      .where('id', '=', row.user_id)
      .executeTakeFirst()
    if (person === undefined || noAddress.test(person.email))
      return { kind: 'nothing', reason: 'no address' }
    if (!isQuestion(row.kind) && (await rhythmOf(db, person.id)) === 'none')
      return { kind: 'nothing', reason: 'no mail wanted' }
    const words = await writers[row.kind](row, { db, addresses, clock, ids, now: clock.now() })
    if (words === null) return { kind: 'nothing', reason: 'nothing left to say' }
    const rendered = render(words, {
      settingsUrl: addresses.settings,
      unsubscribeUrl: addresses.leavePage(person.id),
    })
    return {
      kind: 'letter',
      letter: {
        ...rendered,
        to: person.email,
        messageId: `<${row.id}@${host}>`,
        headers: {
          'List-Unsubscribe': `<${addresses.oneClick(person.id)}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          // Out-of-office programs do not answer these.
          'Auto-Submitted': 'auto-generated',
        },
      },
    }
  }
}

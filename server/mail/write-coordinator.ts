import { nameInLetter, quotedName } from '#server/plans/notices/name-in-letter.ts'
import type { OutboxRow } from '#server/storage/tables/mail.ts'
import type { Storage } from '#server/storage/tables.ts'
import { counted } from '#shared/counted.ts'
import type { Addresses } from './addresses.ts'
import type { LetterPart, LetterWords } from './letter-layout.ts'

/**
 * To a person whom an administrator made coordinator of plans. Null if they have opened those by
 * now, or are not their coordinator any more.
 */
export async function writeCoordinator(
  row: OutboxRow,
  { db, addresses }: { db: Storage; addresses: Addresses },
): Promise<LetterWords | null> {
  const plans = await db
    .selectFrom('asks')
    .innerJoin('plans', 'plans.id', 'asks.plan_id')
    .innerJoin('members', (join) =>
      join
        .onRef('members.plan_id', '=', 'asks.plan_id')
        .onRef('members.user_id', '=', 'asks.user_id'),
    )
    .where('asks.kind', '=', 'coordinator')
    .where('asks.user_id', '=', row.user_id)
    .where('asks.about', '=', row.user_id)
    .where('members.role', '=', 'coordinator')
    .where('plans.deleted_at', 'is', null)
    .select(['plans.id', 'plans.title'])
    .orderBy('asks.at')
    .orderBy('plans.id')
    .execute()
  const [first] = plans
  if (first === undefined) return null
  return {
    subject:
      plans.length === 1
        ? `U bent nu coördinator van ${quotedName(first.title)}`
        : `U bent nu coördinator van ${counted(plans.length, 'plan', 'plannen')}`,
    parts: plans.flatMap(({ id, title }): LetterPart[] => [
      { kind: 'heading', text: nameInLetter(title) },
      {
        kind: 'paragraph',
        text: 'Dit plan had geen coördinator meer. Een beheerder van Wijktafel wees u aan. U nodigt voortaan leden uit, geeft rollen en legt het plan voor. Wilt u dat niet? Maak in het plan bij Leden iemand anders coördinator.',
      },
      { kind: 'link', label: 'Het plan openen', url: addresses.plan(id) },
    ]),
  }
}

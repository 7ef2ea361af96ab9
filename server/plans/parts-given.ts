import type { Formats } from '#server/storage/formats.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { can, type Role } from '#shared/access.ts'
import { AppError } from '#shared/errors.ts'
import { chosenSections, type Parts } from '#shared/format/parts-of-format.ts'

/** The access that a member or an invitation has. */
export function partsOf({ sections }: { sections: string | null }): string[] | null {
  return sections === null ? null : (JSON.parse(sections) as string[])
}

/**
 * The sections for an invitation, as they are stored. A role that writes gets the document, which
 * is sent whole, so it can't have parts. Rejects with `invalid-values`.
 */
export async function checkParts(
  trx: Storage | StorageTransaction,
  formats: Formats,
  given: { planId: string; role: Role; parts: Parts },
): Promise<string | null> {
  const { planId, role, parts } = given
  if (parts === null) return null
  if (can(role, 'write'))
    throw wrong(
      'Iedereen die meeschrijft, ziet het hele plan. Kies wijkpartner of lezer om onderdelen te kiezen.',
    )
  const plan = await trx
    .selectFrom('plans')
    .select(['format_id', 'format_version'])
    .where('id', '=', planId)
    .executeTakeFirst()
  const format = plan === undefined ? null : formats.find(plan.format_id, plan.format_version)
  if (format === null) throw new AppError('plan-unreadable')
  const chosen = chosenSections(format, parts).map((section) => section.id)
  if (chosen.length === 0) throw wrong('Kies ten minste één onderdeel.')
  if (chosen.length < new Set(parts).size)
    throw wrong('Een van deze onderdelen staat niet in het formulier.')
  return JSON.stringify(chosen)
}

function wrong(message: string): AppError {
  return new AppError('invalid-values', { fields: [{ path: 'sections', message }] })
}

import type { Storage } from '#server/storage/tables.ts'
import { standingOf } from '#shared/agreement/standing.ts'
import { entryLabels } from '#shared/api/agreement.ts'
import { presentedOf, readAnswers, readRounds, seatsOfRound } from './rounds.ts'

export type Signature = { name: string; position: string; organisation: string; onBehalfOf: string; verdict: string; remark?: string; date: string }

/** The answers that count on a version, in the order in which its form names the seats: the sheet of who agreed. */
export async function signaturesOf(db: Storage, { planId, versionId }: { planId: string; versionId: string }): Promise<Signature[]> {
  const rounds = await readRounds(db, planId)
  const answers = await readAnswers(db, planId)
  const upTo = rounds.slice(0, rounds.findIndex((round) => round.version_id === versionId) + 1)
  const round = upTo.at(-1)
  if (round === undefined) return []
  return seatsOfRound(round).flatMap(({ id }) => {
    const standing = standingOf(id, presentedOf(upTo), answers)
    if (standing.kind !== 'agreed' && standing.kind !== 'not-agreed') return []
    const { name, position, organisation, on_behalf_of, verdict, remark, at } = standing.answer
    return [{ name, position, organisation, onBehalfOf: on_behalf_of, verdict: entryLabels[verdict], ...(remark === '' ? {} : { remark }), date: new Date(at).toISOString().slice(0, 10) }]
  })
}

import type { Storage } from '#server/storage/tables.ts'
import { standingOf } from '#shared/agreement/standing.ts'
import { entryLabels } from '#shared/api/agreement.ts'
import { presentedOf, readAnswers, readRounds, seatsOfRound } from './rounds.ts'

/** One line of the sheet of who agreed; an empty date is no answer yet. */
type SignLine = {
  name: string
  position: string
  organisation: string
  onBehalfOf: string
  verdict: string
  date: string
  remark: string
}

/** `isLatest`: no later version was presented, so that the status of the plan is about this one. */
export type SignSheet = { code: string; isLatest: boolean; signatures: SignLine[] }

/** Who was asked about a version and what they answered, and the code by which it is checked; null when nobody was asked. */
export async function readSignSheet(
  db: Storage,
  { planId, versionId }: { planId: string; versionId: string },
): Promise<SignSheet | null> {
  const rounds = await readRounds(db, planId)
  const at = rounds.findIndex((round) => round.version_id === versionId)
  const round = rounds[at]
  if (round === undefined) return null
  const answers = await readAnswers(db, planId)
  const presented = presentedOf(rounds.slice(0, at + 1))
  const signatures = seatsOfRound(round).map(({ id, label }): SignLine => {
    const standing = standingOf(id, presented, answers)
    // An answer that was taken back or that was about other words is no answer on this version.
    if (standing.kind !== 'agreed' && standing.kind !== 'not-agreed')
      return {
        name: '',
        position: label,
        organisation: '',
        onBehalfOf: '',
        verdict: 'Nog geen antwoord',
        date: '',
        remark: '',
      }
    const {
      name,
      position,
      organisation,
      on_behalf_of: onBehalfOf,
      verdict,
      remark,
      at: answeredAt,
    } = standing.answer
    return {
      name,
      position: position === '' ? label : position,
      organisation,
      onBehalfOf,
      verdict: entryLabels[verdict],
      date: amsterdamDay.format(answeredAt),
      remark,
    }
  })
  return { code: round.code, isLatest: at === rounds.length - 1, signatures }
}

/** Sweden writes days as ISO does. */
const amsterdamDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' })

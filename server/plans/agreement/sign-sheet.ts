import type { Storage } from '#server/storage/tables.ts'
import { signedInText } from '#shared/agreement/signed-in-text.ts'
import { standingOf } from '#shared/agreement/standing.ts'
import { entryLabels } from '#shared/api/agreement.ts'
import {
  presentedOf,
  readAnswers,
  readRounds,
  type StoredAnswer,
  seatsOfRound,
  signedInByOf,
} from './rounds.ts'

/** One line of the sheet of who agreed; an empty date is no answer yet. */
type SignLine = {
  /** The discipline or party that was asked. */
  seat: string
  name: string
  position: string
  organisation: string
  onBehalfOf: string
  level: string
  verdict: string
  date: string
  remark: string
  /** How the session began, in words. */
  signedIn: string
  /** The words that were confirmed; empty when none were. */
  statement: string
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
        seat: label,
        name: '',
        position: '',
        organisation: '',
        onBehalfOf: '',
        level: '',
        verdict: 'Nog geen antwoord',
        date: '',
        remark: '',
        signedIn: '',
        statement: '',
      }
    const { answer } = standing
    return {
      seat: label,
      name: nameInRecord(answer),
      position: answer.position,
      organisation: answer.organisation,
      onBehalfOf: answer.on_behalf_of,
      level: answer.level,
      verdict: entryLabels[answer.verdict],
      date: amsterdamDay.format(answer.at),
      remark: answer.remark,
      signedIn: signedInText(signedInByOf(answer)),
      statement: answer.statement ?? '',
    }
  })
  return { code: round.code, isLatest: at === rounds.length - 1, signatures }
}

/** Of the account; and where it differs the name in the plan, or that nobody but the person said that this is them. */
function nameInRecord({ name, person_name, linked_by, user_id }: StoredAnswer): string {
  const notes = [
    person_name === null || person_name === '' || person_name === name
      ? ''
      : `in het plan: ${person_name}`,
    linked_by === user_id ? 'koppelde zichzelf' : '',
  ].filter((note) => note !== '')
  return notes.length === 0 ? name : `${name} (${notes.join('; ')})`
}

/** Sweden writes days as ISO does. */
const amsterdamDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' })

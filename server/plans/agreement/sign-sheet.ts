import type { Storage } from '#server/storage/tables.ts'
import { correctedText } from '#shared/agreement/corrected-text.ts'
import { signedInText } from '#shared/agreement/signed-in-text.ts'
import { standingOf } from '#shared/agreement/standing.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import { entryLabels } from '#shared/api/agreement.ts'
import {
  correctedOf,
  presentedOf,
  readAnswers,
  readRounds,
  type StoredAnswer,
  seatsOfRound,
  signedInByOf,
} from './rounds.ts'

/** One line of the approval sheet; an empty date means no answer yet. */
type SignLine = {
  /** The discipline or party of the seat. */
  seat: string
  name: string
  position: string
  organisation: string
  onBehalfOf: string
  level: string
  verdict: string
  date: string
  remark: string
  /** The sign-in method, in words. */
  signedIn: string
  /** The confirmed statement; empty if none was confirmed. */
  statement: string
}

/** `isLatest`: no later version was presented, so the status of the plan applies to this one. */
export type SignSheet = { code: string; isLatest: boolean; signatures: SignLine[] }

/**
 * The seats of a version with their answers, and the code to verify it; null if no approval was
 * asked.
 */
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
    // A withdrawn answer, or one on different content, is no answer on this version.
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
      date: toAmsterdam(answer.at).date,
      remark: answer.remark,
      signedIn: signedInText(signedInByOf(answer)),
      statement: answer.statement ?? '',
    }
  })
  return { code: round.code, isLatest: at === rounds.length - 1, signatures }
}

/**
 * The name of the account; with the name in the plan if it differs, or a note that only the member
 * linked themself to that person.
 */
function nameInRecord(answer: StoredAnswer): string {
  const { name, person_name, linked_by, user_id } = answer
  const notes = [
    person_name === null || person_name === '' || person_name === name
      ? ''
      : `in het plan: ${person_name}`,
    linked_by === user_id ? 'koppelde zichzelf' : '',
    correctedText(correctedOf(answer)),
  ].filter((note) => note !== '')
  return notes.length === 0 ? name : `${name} (${notes.join('; ')})`
}

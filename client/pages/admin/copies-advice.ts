import * as installationText from '#client/text/installation.ts'
import { formatRecent } from '#client/text/moment.ts'
import type { Upkeep } from '#shared/api/administration.ts'

export type Advice = { text: string; isWarning: boolean }

const dayMs = 24 * 60 * 60 * 1000
/** A copy of every night, and one that failed. */
const oldCopyMs = 2 * dayMs
const oldCheckMs = 31 * dayMs

/** What an administrator must know of the copies, from the last records first. A copy is verified while it is made. */
export function adviceOf(upkeep: readonly Upkeep[], now: number): Advice[] {
  const copy = upkeep.find(({ kind, isGood }) => kind === 'backup' && isGood)
  const check = upkeep.find(({ kind, isGood }) => kind === 'verify' && isGood)
  const momentOf = ({ at }: Upkeep) => formatRecent(at, new Date(now))
  const isOlder = ({ at }: Upkeep, ms: number) => now - Date.parse(at) > ms
  const advice: Advice[] = []
  if (copy === undefined) advice.push({ text: installationText.noGoodCopy, isWarning: true })
  else if (isOlder(copy, oldCopyMs))
    advice.push({ text: installationText.newestCopyIsOld(momentOf(copy)), isWarning: true })
  if (check === undefined)
    advice.push({ text: installationText.nothingVerified, isWarning: copy !== undefined })
  else if (isOlder(check, oldCheckMs))
    advice.push({ text: installationText.verifiedLongAgo(momentOf(check)), isWarning: true })
  else advice.push({ text: installationText.lastVerified(momentOf(check)), isWarning: false })
  return advice
}

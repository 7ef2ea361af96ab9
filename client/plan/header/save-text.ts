import type { SaveState } from '#client/sync/session/session.ts'
import { errorTable } from '#shared/errors.ts'
import { formatClock } from '#shared/text/moment.ts'

/** Unacknowledged work older than this is reported: a socket that looks open while nothing arrives is the worst case. */
export const loudAfterMs = 5_000

export type SaveTone = 'ok' | 'busy' | 'offline' | 'bad'
export type SaveView = {
  tone: SaveTone
  text: string
  /** For a narrow screen. */
  short: string
  /** The text of a bar below the header: the problem and the next step. Null if there is no problem. */
  banner: string | null
  offersRescue: boolean
}

/** The four messages about the safety of work, derived from acknowledgements alone (DESIGN 4). */
export function saveView(
  state: SaveState,
  nowMs: number,
  plan: { hasEnded: boolean } = { hasEnded: false },
): SaveView {
  switch (state.kind) {
    case 'loading':
      return {
        tone: 'busy',
        text: 'Bezig met openen…',
        short: 'Openen…',
        banner: null,
        offersRescue: false,
      }
    case 'saved':
      return {
        tone: 'ok',
        text: state.at === null ? 'Opgeslagen' : `Opgeslagen om ${formatClock(state.at)}`,
        short: 'Opgeslagen',
        banner: null,
        offersRescue: false,
      }
    case 'saving': {
      const isLong = nowMs - state.since >= loudAfterMs
      const banner = isLong
        ? 'De server heeft uw laatste wijziging nog niet bevestigd. Laat dit scherm open. Duurt het lang, download dan een reservekopie.'
        : null
      return {
        tone: isLong ? 'bad' : 'busy',
        text: 'Bezig met opslaan…',
        short: 'Opslaan…',
        banner,
        offersRescue: isLong,
      }
    }
    case 'offline':
      if (state.isKept)
        return {
          tone: 'offline',
          text: 'Offline: uw tekst staat op dit apparaat',
          short: 'Offline',
          banner: state.hasUnsent
            ? 'Geen verbinding. Uw tekst staat op dit apparaat en wordt verstuurd zodra er weer verbinding is. U kunt doorwerken.'
            : null,
          offersRescue: false,
        }
      return {
        tone: state.hasUnsent ? 'bad' : 'offline',
        text: state.hasUnsent ? 'Niet opgeslagen' : 'Offline',
        short: state.hasUnsent ? 'Niet opgeslagen' : 'Offline',
        banner:
          'Geen verbinding, en dit apparaat kan uw tekst niet bewaren. Sluit dit scherm niet voordat er weer verbinding is, of download een reservekopie.',
        offersRescue: state.hasUnsent,
      }
    case 'refused':
      return {
        tone: 'bad',
        text: 'Niet opgeslagen',
        short: 'Niet opgeslagen',
        banner: refusalText(state, plan),
        offersRescue: state.hasUnsent,
      }
  }
}

/** Replacements for the general sentence: for a device that can't store anything, and for an ended plan. */
function refusalText(
  { code, isKept }: Extract<SaveState, { kind: 'refused' }>,
  { hasEnded }: { hasEnded: boolean },
): string {
  if (code === 'read-only' && hasEnded)
    return 'Dit plan is intussen vervallen of vervangen en verandert niet meer. Wat u nog typte, staat er niet in. Download een kopie.'
  if (code !== 'unavailable' || isKept) return errorTable[code].text
  return 'De server kan nu niet opslaan, en dit apparaat kan uw tekst niet bewaren. Laat dit scherm open tot er Opgeslagen staat, of download een reservekopie.'
}

/** Whether leaving now would lose work, or might. */
export function losesWork(state: SaveState): boolean {
  return (
    (state.kind === 'refused' && state.hasUnsent) ||
    (state.kind === 'offline' && !state.isKept && state.hasUnsent)
  )
}

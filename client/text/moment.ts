import * as moments from '#shared/text/moment.ts'

// As shared/text/moment.ts says them, in the way that the person chose on this device under Uw gegevens.

let style: moments.DateStyle = 'words'

/** Called by client/settings.ts alone. */
export function setDateStyle(chosen: moments.DateStyle): void {
  style = chosen
}

export const formatToday = (now: Date): string => moments.formatToday(now, style)
export const formatDay = (moment: number | string): string => moments.formatDay(moment, style)
export const formatMoment = (moment: number | string): string => moments.formatMoment(moment, style)
export const formatRecent = (iso: string, now: Date): string =>
  moments.formatRecent(iso, now, style)
export const formatPastDay = (date: string, now: Date): string =>
  moments.formatPastDay(date, now, style)
export const formatUntil = (deadline: number | string): string =>
  moments.formatUntil(deadline, style)

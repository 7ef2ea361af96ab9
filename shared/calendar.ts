/** One day in a calendar. */
export type CalendarDay = {
  id: string
  /** ISO date. */
  date: string
  title: string
  detail: string
  url: string
}

/**
 * A calendar of whole days (RFC 5545). Whole days need no time zone, and calendar programs show them above the hours of that
 * day. `now` is when the file was made.
 */
export function calendarOf(days: readonly CalendarDay[], now: number): string {
  const stamp = `${new Date(now).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Wijktafel//NL',
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:Wijktafel',
    ...days.flatMap(({ id, date, title, detail, url }) => [
      'BEGIN:VEVENT',
      `UID:${escaped(id)}@wijktafel`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${date.replaceAll('-', '')}`,
      `SUMMARY:${escaped(title)}`,
      `DESCRIPTION:${escaped(detail)}`,
      `URL:${url.replace(/[\r\n]/g, '')}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

/** RFC 5545, 3.3.11: a text can neither end its line nor begin another property. */
const escaped = (text: string): string =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/[,;]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|[\r\n]/g, '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, '')

/** Lines are at most 75 bytes; a character is never cut in two (RFC 5545, 3.1). */
const mostBytes = 75

function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let bytes = 0
  for (const sign of line) {
    const size = new TextEncoder().encode(sign).length
    if (bytes + size > mostBytes) {
      parts.push(part)
      // The space that marks a continued line counts.
      part = ' '
      bytes = 1
    }
    part += sign
    bytes += size
  }
  return [...parts, part].join('\r\n')
}

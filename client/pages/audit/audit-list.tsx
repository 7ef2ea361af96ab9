import * as auditText from '#client/text/audit.ts'
import { formatDay } from '#client/text/moment.ts'
import { isoDayOf } from '#shared/amsterdam.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import { formatClock } from '#shared/text/moment.ts'
import './audit-page.css'

/** Lines under the day on which they were written, newest first. */
export function AuditList({ lines }: { lines: readonly AuditLine[] }) {
  return daysOf(lines).map(({ day, lines: own }) => (
    <section key={day} aria-labelledby={`audit-${day}`}>
      <h3 className="audit__date" id={`audit-${day}`}>
        {formatDay(day)}
      </h3>
      <ol className="audit__lines">
        {own.map((line) => (
          <Line key={line.number} line={line} />
        ))}
      </ol>
    </section>
  ))
}

function Line({ line }: { line: AuditLine }) {
  const isRefused = line.kind === 'refused'
  return (
    <li
      className={isRefused ? 'audit__line audit__line--refused' : 'audit__line'}
      value={line.number}
    >
      <time className="audit__time" dateTime={line.at}>
        {formatClock(line.at)}
      </time>
      <p className="audit__text">
        {isRefused && <strong className="audit__mark">{auditText.refused} </strong>}
        <strong>{nameOf(line)}</strong> {line.text}
      </p>
      <p className="audit__origin">{auditText.origin(line.number, originText(line))}</p>
    </li>
  )
}

function nameOf({ actor }: AuditLine): string {
  if (actor === null) return auditText.wijktafel
  return actor.name === '' ? auditText.missingAccount : actor.name
}

const channels: Readonly<Record<string, string>> = auditText.channels

function originText({ channel, address }: AuditLine): string {
  const by = channels[channel] ?? channel
  return address === null ? by : auditText.channelAndAddress(by, address)
}

function daysOf(lines: readonly AuditLine[]): { day: string; lines: AuditLine[] }[] {
  const days = new Map<string, AuditLine[]>()
  for (const line of lines) {
    const day = isoDayOf(line.at)
    days.set(day, [...(days.get(day) ?? []), line])
  }
  return [...days].map(([day, own]) => ({ day, lines: own }))
}

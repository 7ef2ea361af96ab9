import type { AuditLine } from '#shared/api/audit.ts'
import { csvCell, csvFile } from './csv-cell.ts'
import { formatMoment } from './dates.ts'

const head = [
  'Nummer',
  'Tijdstip',
  'Tijdstip (UTC)',
  'Wie',
  'Kenmerk',
  'Namens',
  'Wat',
  'Actie',
  'Object',
  'Resultaat',
  'Kanaal',
  'Adres',
  'Controlegetal',
]

/** The audit trail as Dutch spreadsheets read it. */
export function writeAuditCsv(lines: readonly AuditLine[]): Uint8Array {
  const rows = lines.map((line) => [
    String(line.number),
    formatMoment(line.at),
    line.at,
    line.actor?.name ?? 'Wijktafel',
    line.actor?.id ?? '',
    line.onBehalfOf ?? '',
    line.text,
    line.action,
    line.object,
    line.result,
    line.channel,
    line.address ?? '',
    line.hash,
  ])
  return csvFile([head, ...rows].map((row) => row.map(csvCell)))
}

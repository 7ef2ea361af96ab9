import type { AuditLine } from '#shared/api/audit.ts'
import { formatMoment } from '#shared/text/moment.ts'
import { csvParts } from './sheet/csv-cell.ts'

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
  'Controlecode',
]

/** The audit trail for Dutch spreadsheets, page by page: it grows for years. */
export function writeAuditCsv(
  pages: AsyncIterable<readonly AuditLine[]>,
): AsyncGenerator<Uint8Array> {
  return csvParts(head, rowsOf(pages))
}

/** The audit trail as data, with everything needed to recompute the chain. */
export async function* writeAuditJson(
  planId: string,
  pages: AsyncIterable<readonly AuditLine[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(`{"planId":${JSON.stringify(planId)},"lines":[`)
  let isFirst = true
  for await (const lines of pages) {
    const text = lines.map((line) => `\n${JSON.stringify(line)}`).join(',')
    if (text === '') continue
    yield encoder.encode(`${isFirst ? '' : ','}${text}`)
    isFirst = false
  }
  yield encoder.encode('\n]}\n')
}

async function* rowsOf(pages: AsyncIterable<readonly AuditLine[]>): AsyncGenerator<string[][]> {
  for await (const lines of pages) yield lines.map(rowOf)
}

function rowOf(line: AuditLine): string[] {
  return [
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
  ]
}

import type { Attachment } from '#shared/api/files.ts'
import { csvCell, csvFile } from './sheet/csv-cell.ts'

/** The folder of attachments in an archive. */
const folder = 'bijlagen'

/** The name of each attachment in an archive: numbered, because two may have one name. */
export function archivedName(index: number, { name }: Pick<Attachment, 'name'>): string {
  return `${folder}/${String(index + 1).padStart(3, '0')} ${name}`
}

const columns: readonly (readonly [string, (attachment: Attachment, index: number) => string])[] = [
  ['Bestand', (attachment, index) => archivedName(index, attachment)],
  ['Bij', ({ place }) => place],
  ['Bytes', ({ bytes }) => String(bytes)],
  ['Toegevoegd door', ({ addedBy }) => addedBy.name],
  ['Toegevoegd op', ({ addedAt }) => addedAt],
  ['SHA-256', ({ sha256 }) => sha256],
]

/** Which file in the archive belongs to which place of the plan. */
export function writeAttachmentsCsv(attachments: readonly Attachment[]): Uint8Array {
  const rows = attachments.map((attachment, index) =>
    columns.map(([, of]) => of(attachment, index)),
  )
  return csvFile([columns.map(([label]) => label), ...rows].map((row) => row.map(csvCell)))
}

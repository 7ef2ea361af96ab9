import { buildDocument } from '#server/export/document/document.ts'
import { blockText } from '#server/export/document/document-text.ts'
import type { DocumentBlock, DocumentTable } from '#server/export/document/document-tree.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanInput } from '#shared/plan/content.ts'
import { options, planContent, readFormat } from './sample-plans.ts'

/** Documents that are built of the form of Hecht, and their text and tables. */

export const plan = readFormat('hecht-wijkverband')
export const values = {
  wijk: 'Het Broek',
  team: 'Verband',
  periodFrom: '2026-02-01',
  periodTo: '2026-12-31',
}

export const nodesOf = (
  format: Format,
  input: Partial<PlanInput>,
  changed: Partial<typeof options> = {},
) =>
  buildDocument(planContent(format, { values, ...input }), format, {
    ...options,
    running: true,
    ...changed,
  }).nodes

export const textOf = (nodes: readonly DocumentBlock[]) => nodes.map(blockText).join('\n')
export const tableOf = (nodes: readonly DocumentBlock[], id: string): DocumentTable => {
  const found = nodes.find((node): node is DocumentTable => node.kind === 'table' && node.id === id)
  if (found === undefined) throw new Error(`no table ${id}`)
  return found
}
export const rowsOf = (table: DocumentTable) =>
  table.rows.map((row) => [
    row.kind,
    ...row.cells.map((cell) => cell.content.map(blockText).join(' ')),
  ])

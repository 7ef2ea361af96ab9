import { calculationName } from '#shared/format/calculation-tables.ts'
import { tableOf } from '#shared/format/lookup.ts'
import { hasOfficialForm, isOurs, listNotInForm } from '#shared/format/official-form.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { collectTable } from './collect-plan.ts'
import { type DocumentOptions, documentMeta } from './document.ts'
import { documentTable } from './document-table.ts'
import { cleanText, type DocumentTree, heading, note } from './document-tree.ts'

/**
 * One table of a plan as a document of its own; null if the form has no such table, or the content
 * (a version holds the form alone). Pure.
 */
export function buildList(
  content: PlanContent,
  format: Format,
  options: DocumentOptions,
  tableId: string,
): DocumentTree | null {
  const table = tableOf(format, tableId)
  if (table === undefined || content.tables[tableId] === undefined) return null
  const meta = documentMeta(content, format, options)
  return {
    title: cleanText(options.title),
    language: 'nl-NL',
    meta,
    head: [],
    nodes: [
      heading(1, calculationName(table)),
      ...(isOurs(table) && hasOfficialForm(format) ? [note(listNotInForm(format))] : []),
      documentTable(collectTable(table, { content, format }, options)),
    ],
  }
}

import { isFileId } from '../files/file-id.ts'
import type { PlanContent } from '../plan/content.ts'
import { isRichDoc, type RichNode } from './rich-doc.ts'

/** The ids of the pictures in a text, in order; the same one once. */
function picturesIn(node: RichNode, found: Set<string> = new Set()): Set<string> {
  if (node.type === 'picture' && isFileId(node.attrs?.['file'])) found.add(node.attrs['file'])
  for (const child of node.content ?? []) picturesIn(child, found)
  return found
}

/** The same in all texts of a plan. */
export function picturesOfPlan({
  fields,
  tables,
}: Pick<PlanContent, 'fields' | 'tables'>): Set<string> {
  const found = new Set<string>()
  for (const doc of Object.values(fields)) picturesIn(doc, found)
  for (const rows of Object.values(tables))
    for (const row of rows)
      for (const cell of Object.values(row))
        if (isRichDoc(cell)) picturesIn(cell as RichNode, found)
  return found
}

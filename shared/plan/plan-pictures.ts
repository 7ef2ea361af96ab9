import { picturesIn } from '../richtext/pictures-in.ts'
import { isRichDoc, type RichNode } from '../richtext/rich-doc.ts'
import type { PlanContent } from './content.ts'

/** The ids of the pictures in all texts of a plan. */
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
